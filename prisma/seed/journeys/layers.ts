import type { TerritoryFeature, TerritoryLayer } from "../territory/feature.ts";
import { integer, text, type Value } from "../territory/feature.ts";

/** The old town of the demo's territory, where journeys open maps. */
export const OLD_TOWN = { lon: -5.24969, lat: 46.49276 } as const;
/** One cell of the grid covers everything that a journey draws on at zoom 15. */
const CELL = { width: 0.016, height: 0.008 } as const;
/** Odd numbers, so that the middle of the map is inside a cell: on the edge of two, both would be touched and only one cut. */
const COLUMNS = 11;
const ROWS = 7;
const HOME = { column: 5, row: 3 } as const;
const KINDS = ["UA", "UB", "UC", "N", "A", "AUh"] as const;

/** Corner of a cell; the cell `HOME` has the old town in its middle. */
const corner = (column: number, row: number) =>
  [OLD_TOWN.lon + (column - HOME.column - 0.5) * CELL.width, OLD_TOWN.lat + (row - HOME.row - 0.5) * CELL.height] as const;

function square(column: number, row: number, properties: Record<string, Value>): TerritoryFeature {
  const [[west, south], [east, north]] = [corner(column, row), corner(column + 1, row + 1)];
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]; // biome-ignore format: a ring on one line
  return { type: "Feature", properties, geometry: { type: "MultiPolygon", coordinates: [[ring]] } };
}

/** Every cell of the grid, west to east and south to north, numbered from 1. */
function* cells(): Generator<{ column: number; row: number; number: number }> {
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column < COLUMNS; column++) yield { column, row, number: row * COLUMNS + column + 1 };
}

const COMMON = [text("NOMFIC", "Fichier du règlement"), text("IDURBA", "Document d’urbanisme"), text("DATVALID", "Date de validation")];
const commonOf = (file: string) => ({ NOMFIC: `${file}.pdf`, IDURBA: "99001_PLU_20210614", DATVALID: "20210614" });

/** Zones of a local plan, as squares without gaps. */
export const zones: TerritoryLayer = {
  name: "zone_urba",
  title: { fr: "Zonage du plan local d’urbanisme", en: "Local plan zones" },
  geometry: "MultiPolygon",
  fields: [
    text("LIB_IDZONE", "Identifiant"),
    text("LIBELLE", "Zone"),
    text("LIBELONG", "Vocation"),
    text("TYPEZONE", "Type de zone"),
    text("DESTDOMI", "Destination dominante"),
    ...COMMON,
  ],
  *features() {
    for (const { column, row, number } of cells()) {
      const kind = KINDS[number % KINDS.length] ?? "N";
      yield square(column, row, {
        LIB_IDZONE: `ZO${number}`,
        LIBELLE: `${kind}${number}`,
        LIBELONG: `Zone ${kind}, secteur ${number}`,
        TYPEZONE: kind.slice(0, 1),
        DESTDOMI: `0${1 + (number % 3)}`,
        ...commonOf(`reglement_${kind.toLowerCase()}`),
      });
    }
  },
};

/** One prescription in the middle of every zone. */
export const prescriptions: TerritoryLayer = {
  name: "prescription_pct",
  title: { fr: "Prescriptions ponctuelles", en: "Prescriptions (points)" },
  geometry: "Point",
  fields: [text("LIB_IDPSC", "Identifiant"), text("LIBELLE", "Prescription"), ...COMMON],
  *features() {
    for (const { column, row, number } of cells()) {
      const [west, south] = corner(column, row);
      const coordinates = [rounded(west + CELL.width * 0.45), rounded(south + CELL.height * 0.55)];
      yield {
        type: "Feature",
        properties: { LIB_IDPSC: `PSC${number}`, LIBELLE: `Arbre à conserver ${number}`, ...commonOf("prescription_07") },
        geometry: { type: "Point", coordinates },
      };
    }
  },
};

const PLACES = [
  ["Port-Brélan", "town", 5200],
  ["Le Moulin", "hamlet", 40],
  ["Kervor", "village", 610],
  ["La Grange", "farm", 6],
  ["Le Phare", "cape", 0],
  ["Les Landes", "hamlet", 75],
] as const;

export const places: TerritoryLayer = {
  name: "lieu",
  title: { fr: "Lieux nommés", en: "Named places" },
  geometry: "Point",
  fields: [text("nom", "Nom"), text("nature", "Nature"), integer("population", "Habitants")],
  *features() {
    for (const [index, [nom, nature, population]] of PLACES.entries()) {
      const coordinates = [rounded(OLD_TOWN.lon + index * 0.004), rounded(OLD_TOWN.lat - index * 0.002)];
      yield { type: "Feature", properties: { nom, nature, population }, geometry: { type: "Point", coordinates } };
    }
  },
};

const LEVELS = ["Faible", "Moyen", "Fort"] as const;

/** Flood zones, each with an identifier of its own. */
export const floods: TerritoryLayer = {
  name: "alea_inondation",
  title: { fr: "Inondation par débordement", en: "River flooding" },
  geometry: "MultiPolygon",
  fields: [text("ID_ZONE", "Identifiant"), text("SCENARIO_LIB", "Scénario"), text("NIVEAU_LIB", "Niveau d’aléa")],
  *features() {
    for (const { column, row, number } of cells())
      yield square(column, row, {
        ID_ZONE: `ALE${String(number).padStart(4, "0")}`,
        SCENARIO_LIB: "Crue centennale",
        NIVEAU_LIB: LEVELS[number % LEVELS.length] ?? null,
      });
  },
};

/** A coordinate as GeoJSON downloads give it: seven decimals. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}
