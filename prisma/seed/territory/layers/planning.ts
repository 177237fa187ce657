import { GROUND } from "../countryside.ts";
import { coverageAreas } from "../coverage.ts";
import { areaFeature, lineFeature, pointFeature, type TerritoryField, type TerritoryLayer, text, type Value } from "../feature.ts";
import { cellCount, labelCells } from "../grid.ts";
import type { Landscape } from "../landscape.ts";
import { lineLength } from "../lines.ts";
import { lotCentre } from "../lots.ts";
import { COMMUNES, type CommuneName } from "../names.ts";
import { hash2 } from "../random.ts";
import { easementLayer } from "./easements.ts";
import { ZONES, zoneLabels } from "./planning-zones.ts";

/** Plans in force: one for each commune, approved on different days. */
const APPROVED = ["20210614", "20180322", "20230928", "20160705", "20220411", "20191118", "20240219", "20170927", "20201207"];
const planId = (commune: number) => `${(COMMUNES[commune] as CommuneName).code}_PLU_${APPROVED[commune]}`;
const approvedOn = (commune: number) => (APPROVED[commune] as string).replace(/(\d{4})(\d\d)(\d\d)/, "$1-$2-$3");

export function planningLayers(land: Landscape): TerritoryLayer[] {
  const zones = zoneLabels(land);
  return [
    zoneUrba(land, zones),
    prescriptionSurf(land, zones),
    prescriptionLin(land),
    prescriptionPct(land),
    infoSurf(land, zones),
    easementLayer(land),
  ];
}

const COMMON_FIELDS: TerritoryField[] = [
  text("NOMFIC", "Fichier du règlement"),
  text("URLFIC", "Adresse du règlement"),
  text("IDURBA", "Document d’urbanisme"),
  text("DATVALID", "Date de validation"),
];

/** Address of the written rules: the demo plan has no document, so it is a reserved example address. */
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
      const woods = labelCells(relief.grid, (cell) => (isWood(cell) ? 1 : 0));
      for (const area of coverageAreas(relief.grid, woods, { outline: "curved", minAreaSquareMetres: 30000 })) {
        const commune = communeOf(area.rings[0]?.[0] ?? [0, 0]);
        if (commune >= 0) yield areaFeature(area.rings, prescription(commune, ++number, "01", "00", "Espace boisé classé", "EBC"));
      }
      const isOpened = ZONES.map(({ label }) => label === "1AUh" || label === "1AUe");
      const opened = labelCells(relief.grid, (cell) => (isOpened[(zones[cell] as number) - 1] ? 1 : 0));
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
        const isHeld = ZONES.map(({ type }) => kind.holds(type));
        const labels = labelCells(relief.grid, (cell) =>
          isHeld[(zones[cell] as number) - 1] ? (settlements.communes[cell] as number) : 0,
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
