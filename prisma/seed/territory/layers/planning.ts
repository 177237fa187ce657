import { GROUND, patches } from "../countryside.ts";
import { coverageAreas } from "../coverage.ts";
import { areaFeature, lineFeature, pointFeature, type TerritoryField, type TerritoryLayer, text, type Value } from "../feature.ts";
import { cellCount, cellPoint, type Point } from "../grid.ts";
import type { Landscape } from "../landscape.ts";
import { distance, lineLength } from "../lines.ts";
import { lotCentre } from "../lots.ts";
import { COMMUNES, type CommuneName } from "../names.ts";
import { hash2 } from "../random.ts";
import type { Settlement } from "../settlements.ts";

/** One kind of zone of the local plan, with the words of the CNIG standard's columns. */
interface ZoneKind {
  label: string;
  long: string;
  type: "U" | "AUc" | "AUs" | "A" | "N";
  use: string;
}

const ZONES: readonly ZoneKind[] = [
  { label: "UA", long: "Centre ancien : habitat dense, commerces et services", type: "U", use: "0100" },
  { label: "UB", long: "Faubourgs : habitat continu et activités compatibles", type: "U", use: "0100" },
  { label: "UC", long: "Quartiers pavillonnaires", type: "U", use: "0100" },
  { label: "UH", long: "Hameaux : constructions nouvelles limitées", type: "U", use: "0100" },
  { label: "UE", long: "Activités économiques et artisanales", type: "U", use: "0200" },
  { label: "UL", long: "Équipements publics, sports et loisirs", type: "U", use: "0500" },
  { label: "1AUh", long: "À urbaniser : habitat, ouverte à la construction", type: "AUc", use: "0100" },
  { label: "1AUe", long: "À urbaniser : activités, ouverte à la construction", type: "AUc", use: "0200" },
  { label: "2AU", long: "À urbaniser plus tard, après modification du plan", type: "AUs", use: "0100" },
  { label: "A", long: "Agricole : constructions nécessaires à l’exploitation", type: "A", use: "0700" },
  { label: "Ap", long: "Agricole protégée pour ses paysages, inconstructible", type: "A", use: "0700" },
  { label: "N", long: "Naturelle : constructions très limitées", type: "N", use: "0800" },
  { label: "Nf", long: "Naturelle boisée", type: "N", use: "0800" },
  { label: "Nl", long: "Espaces remarquables du littoral, inconstructibles", type: "N", use: "0800" },
];
const ZONE_NUMBER = new Map(ZONES.map((zone, index) => [zone.label, index + 1]));

/** Plans in force: one per commune, each approved on its own day. */
const APPROVED = ["20210614", "20180322", "20230928", "20160705", "20220411", "20191118", "20240219", "20170927", "20201207"];
const planId = (commune: number) => `${(COMMUNES[commune] as CommuneName).code}_PLU_${APPROVED[commune]}`;
const approvedOn = (commune: number) => (APPROVED[commune] as string).replace(/(\d{4})(\d\d)(\d\d)/, "$1-$2-$3");

export function planningLayers(land: Landscape): TerritoryLayer[] {
  const zones = zoneLabels(land);
  return [zoneUrba(land, zones), prescriptionSurf(land, zones), prescriptionLin(land), prescriptionPct(land), infoSurf(land, zones)];
}

/** Zone number of each land cell: whole patches take the zone that suits most of them. */
function zoneLabels(land: Landscape): Int32Array {
  const { relief, countryside, settlements } = land;
  const { grid, inland, heights, slopes } = relief;
  const units = patches(grid, 145, 8101, (cell) => (heights[cell] as number) > 0);
  const sums = new Map<
    number,
    { cells: number; built: number; wood: number; wild: number; inland: number; slope: number; east: number; north: number }
  >();
  for (let cell = 0; cell < units.length; cell++) {
    const unit = units[cell] as number;
    if (unit === 0) continue;
    const sum = sums.get(unit) ?? { cells: 0, built: 0, wood: 0, wild: 0, inland: 0, slope: 0, east: 0, north: 0 };
    const [east, north] = cellPoint(grid, cell);
    const ground = countryside.ground[cell];
    sum.cells++;
    sum.built += countryside.builtDensity[cell] as number;
    sum.wood += Number(ground === GROUND.broadleaf || ground === GROUND.conifer);
    sum.wild += Number(ground === GROUND.sand || ground === GROUND.marsh || ground === GROUND.pond);
    sum.inland += inland[cell] as number;
    sum.slope += slopes[cell] as number;
    sum.east += east;
    sum.north += north;
    sums.set(unit, sum);
  }
  const zoneOf = new Map<number, number>();
  for (const [unit, sum] of sums) {
    const centre: Point = [sum.east / sum.cells, sum.north / sum.cells];
    const town = closestTown(settlements.all, centre);
    const share = town ? distance(town.centre, centre) / town.radiusMetres : 9;
    const mean = {
      built: sum.built / sum.cells,
      wood: sum.wood / sum.cells,
      wild: sum.wild / sum.cells,
      inland: sum.inland / sum.cells,
      slope: sum.slope / sum.cells,
    };
    const label = chooseZone(mean, town, share, hash2(unit, 3, 81), hash2(Math.floor(centre[0] / 700), Math.floor(centre[1] / 700), 82));
    zoneOf.set(unit, ZONE_NUMBER.get(label) ?? 0);
  }
  return units.map((unit) => (unit === 0 ? 0 : (zoneOf.get(unit) ?? 0)));
}

function closestTown(places: Settlement[], point: Point): Settlement | undefined {
  let best: Settlement | undefined;
  let share = 2.4;
  for (const place of places) {
    const here = distance(place.centre, point) / place.radiusMetres;
    if (here < share) [share, best] = [here, place];
  }
  return best;
}

function chooseZone(
  mean: { built: number; wood: number; wild: number; inland: number; slope: number },
  town: Settlement | undefined,
  share: number,
  chance: number,
  district: number,
): string {
  if (mean.built > 0.17 && town) {
    if (town.kind === "hamlet") return "UH";
    if (share < 0.3) return "UA";
    if (share < 0.58) return district < 0.12 && chance < 0.6 ? "UL" : "UB";
    return district > 0.86 ? "UE" : chance < 0.04 ? "UL" : "UC";
  }
  if (town && town.kind !== "hamlet" && share < 1.12 && mean.inland > 0.05 && mean.wood < 0.4 && mean.wild < 0.3 && mean.slope < 0.14) {
    if (district < 0.3) return chance < 0.75 ? "1AUh" : "A";
    if (district < 0.45) return "2AU";
    if (district < 0.58) return "1AUe";
  }
  if (mean.wild > 0.35 || mean.inland < 0.022) return "Nl";
  if (mean.wood > 0.5) return "Nf";
  if (mean.slope > 0.17 || mean.wood + mean.wild > 0.42) return "N";
  return mean.inland < 0.06 || district > 0.9 ? "Ap" : "A";
}

const COMMON_FIELDS: TerritoryField[] = [
  text("NOMFIC", "Fichier du règlement"),
  text("URLFIC", "Adresse du règlement"),
  text("IDURBA", "Document d’urbanisme"),
  text("DATVALID", "Date de validation"),
];

/** Where the written rule would be: the demo plan has no document, so the link is a reserved example address. */
function common(commune: number, file: string): Record<string, Value> {
  return {
    NOMFIC: `${file}.pdf`,
    URLFIC: `https://example.org/urbanisme/${planId(commune)}/${file}.pdf`,
    IDURBA: planId(commune),
    DATVALID: APPROVED[commune] ?? null,
  };
}

function zoneUrba({ relief, settlements }: Landscape, zones: Int32Array): TerritoryLayer {
  return {
    name: "zone_urba",
    title: { fr: "Zonage du plan local d’urbanisme", en: "Local plan zones" },
    geometry: "MultiPolygon",
    fields: [
      text("LIB_IDZONE", "Identifiant"),
      text("LIBELLE", "Zone"),
      text("LIBELONG", "Vocation"),
      text("TYPEZONE", "Type de zone"),
      text("FORMDOMI", "Forme dominante"),
      text("DESTDOMI", "Destination dominante"),
      ...COMMON_FIELDS,
    ],
    *features() {
      const labels = new Int32Array(cellCount(relief.grid));
      for (let cell = 0; cell < labels.length; cell++) {
        const commune = settlements.communes[cell] as number;
        if (commune > 0) labels[cell] = commune * 100 + (zones[cell] as number);
      }
      const numbers = new Map<number, number>();
      for (const area of coverageAreas(relief.grid, labels, { outline: "straight", minAreaSquareMetres: 1800 })) {
        const commune = Math.floor(area.label / 100) - 1;
        const zone = ZONES[(area.label % 100) - 1];
        if (!zone) continue;
        const number = (numbers.get(commune) ?? 0) + 1;
        numbers.set(commune, number);
        yield areaFeature(area.rings, {
          LIB_IDZONE: `${planId(commune)}_ZO${number}`,
          LIBELLE: zone.label,
          LIBELONG: zone.long,
          TYPEZONE: zone.type,
          FORMDOMI: zone.use,
          DESTDOMI: String(Math.min(99, Number(zone.use) / 100)).padStart(2, "0"),
          ...common(commune, `reglement_${zone.label.toLowerCase()}`),
        });
      }
    },
  };
}

const PRESCRIPTION_FIELDS: TerritoryField[] = [
  text("LIB_IDPSC", "Identifiant"),
  text("LIBELLE", "Prescription"),
  text("TXT", "Repère"),
  text("TYPEPSC", "Type"),
  text("STYPEPSC", "Sous-type"),
  ...COMMON_FIELDS,
];

function prescription(
  commune: number,
  number: number,
  type: string,
  subtype: string,
  label: string,
  repere: string,
): Record<string, Value> {
  return {
    LIB_IDPSC: `${planId(commune)}_PSC${number}`,
    LIBELLE: label,
    TXT: repere,
    TYPEPSC: type,
    STYPEPSC: subtype,
    ...common(commune, `prescription_${type}`),
  };
}

function prescriptionSurf(land: Landscape, zones: Int32Array): TerritoryLayer {
  const { relief, countryside, communeOf, lots } = land;
  return {
    name: "prescription_surf",
    title: { fr: "Prescriptions surfaciques", en: "Prescriptions (areas)" },
    geometry: "MultiPolygon",
    fields: PRESCRIPTION_FIELDS,
    *features() {
      let number = 0;
      const isWood = (cell: number) => countryside.ground[cell] === GROUND.broadleaf || countryside.ground[cell] === GROUND.conifer;
      const woods = Int32Array.from(zones, (_, cell) => (isWood(cell) ? 1 : 0));
      for (const area of coverageAreas(relief.grid, woods, { outline: "curved", minAreaSquareMetres: 30000 })) {
        const commune = communeOf(area.rings[0]?.[0] ?? [0, 0]);
        if (commune >= 0) yield areaFeature(area.rings, prescription(commune, ++number, "01", "00", "Espace boisé classé", "EBC"));
      }
      const opened = Int32Array.from(zones, (zone) => (["1AUh", "1AUe"].includes(ZONES[zone - 1]?.label ?? "") ? 1 : 0));
      for (const area of coverageAreas(relief.grid, opened, { outline: "straight", minAreaSquareMetres: 9000 })) {
        const commune = communeOf(area.rings[0]?.[0] ?? [0, 0]);
        if (commune >= 0)
          yield areaFeature(
            area.rings,
            prescription(commune, ++number, "18", "00", `Orientation d’aménagement n° ${number}`, `OAP ${number}`),
          );
      }
      for (const lot of lots) {
        const [east, north] = lotCentre(lot);
        const chance = hash2(Math.round(east), Math.round(north), 83);
        if (!lot.building && chance < 0.22)
          yield areaFeature(
            [lot.corners],
            prescription(lot.commune, ++number, "05", "00", "Emplacement réservé : élargissement ou équipement public", `ER ${number}`),
          );
      }
    },
  };
}

function prescriptionLin({ roads, communeOf }: Landscape): TerritoryLayer {
  return {
    name: "prescription_lin",
    title: { fr: "Prescriptions linéaires", en: "Prescriptions (lines)" },
    geometry: "LineString",
    fields: PRESCRIPTION_FIELDS,
    *features() {
      let number = 0;
      for (const road of roads) {
        const commune = communeOf(road.line[Math.floor(road.line.length / 2)] ?? [0, 0]);
        const chance = hash2(Math.round(road.line[0]?.[0] ?? 0), Math.round(lineLength(road.line)), 84);
        if (commune < 0 || lineLength(road.line) < 220) continue;
        if (road.kind === "track")
          yield lineFeature(road.line, prescription(commune, ++number, "24", "00", "Chemin à conserver", `CH ${number}`));
        else if (road.kind === "street" && chance < 0.08)
          yield lineFeature(road.line, prescription(commune, ++number, "07", "02", "Alignement d’arbres à protéger", `AA ${number}`));
      }
    },
  };
}

function prescriptionPct({ lots }: Landscape): TerritoryLayer {
  return {
    name: "prescription_pct",
    title: { fr: "Prescriptions ponctuelles", en: "Prescriptions (points)" },
    geometry: "Point",
    fields: PRESCRIPTION_FIELDS,
    *features() {
      let number = 0;
      for (const lot of lots) {
        if (!lot.building) continue;
        const at = lotCentre(lot);
        const chance = hash2(Math.round(at[0]), Math.round(at[1]), 85);
        if (lot.density === "core" && chance < 0.05)
          yield pointFeature(at, prescription(lot.commune, ++number, "07", "01", "Bâti remarquable à protéger", `PB ${number}`));
        else if (lot.density === "country" && chance < 0.12)
          yield pointFeature(
            at,
            prescription(lot.commune, ++number, "16", "01", "Bâtiment pouvant changer de destination", `CD ${number}`),
          );
      }
    },
  };
}

function infoSurf({ relief, settlements }: Landscape, zones: Int32Array): TerritoryLayer {
  return {
    name: "info_surf",
    title: { fr: "Périmètres d’information", en: "Information perimeters" },
    geometry: "MultiPolygon",
    fields: [
      text("LIB_IDINFO", "Identifiant"),
      text("LIBELLE", "Périmètre"),
      text("TXT", "Repère"),
      text("TYPEINF", "Type"),
      text("STYPEINF", "Sous-type"),
      ...COMMON_FIELDS,
    ],
    *features() {
      let number = 0;
      const kinds = [
        { holds: (type: string) => type === "U" || type.startsWith("AU"), type: "04", label: "Droit de préemption urbain", short: "DPU" },
        { holds: (type: string) => type === "AUs", type: "05", label: "Zone d’aménagement différé", short: "ZAD" },
      ];
      for (const kind of kinds) {
        const labels = Int32Array.from(zones, (zone, cell) =>
          kind.holds(ZONES[zone - 1]?.type ?? "") ? (settlements.communes[cell] as number) : 0,
        );
        for (const area of coverageAreas(relief.grid, labels, { outline: "straight", minAreaSquareMetres: 12000 })) {
          const commune = area.label - 1;
          yield areaFeature(area.rings, {
            LIB_IDINFO: `${planId(commune)}_INF${++number}`,
            LIBELLE: kind.label,
            TXT: kind.short,
            TYPEINF: kind.type,
            STYPEINF: "00",
            ...common(commune, `information_${kind.type}`),
          });
        }
      }
    },
  };
}

/** Documents in force, for pages that list them. */
export function planDocuments(): { id: string; commune: CommuneName; approvedOn: string }[] {
  return COMMUNES.map((commune, index) => ({ id: planId(index), commune, approvedOn: approvedOn(index) }));
}
