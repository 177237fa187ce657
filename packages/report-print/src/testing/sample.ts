import { frPlu } from "@archipel/answers/packs/fr-plu/pack.ts";
import { frRisks } from "@archipel/answers/packs/fr-risks/pack.ts";
import { frSup } from "@archipel/answers/packs/fr-sup/pack.ts";
import { assembleReport } from "@archipel/answers/report/assemble.ts";
import type { SourceReading } from "@archipel/answers/report/reading.ts";
import type { Report } from "@archipel/answers/report/report.ts";
import { area, atBorder, feature, pointAt, reading, readings } from "@archipel/answers/testing/make-readings.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { featureKey, type MapFacts, type Printable, type Surroundings } from "../compose/facts.ts";
import { frameAround } from "../map/frame.ts";
import type { Ground } from "../map/ground.ts";
import { NO_SHAPES, type Shapes, type Vertex } from "../map/shapes.ts";

const plan = {
  id: "30014_PLU_20171013",
  title: "PLU de Saint-Aubrin",
  state: "03",
  approved: "2017-10-13",
  url: "https://exemple.fr/plu/reglement.pdf",
  authority: { name: "la mairie de Saint-Aubrin", mail: "urbanisme@saint-aubrin.fr", web: "https://saint-aubrin.fr" },
};
const act = { ...plan, id: "act", title: "Arrêté du 3 mai 1990", state: "Création", approved: "1990-05-03" };

export interface SampleOptions {
  locale?: Locale;
  /** Prescriptions on the place: the number of findings follows it. */
  prescriptions?: number;
  /** The name of the zone. */
  zoneLabel?: string;
  zoneM2?: number;
  isRestricted?: boolean;
  alerts?: NonNullable<Report["alerts"]>;
}

/** The report of a parcel with all kinds of themes, for tests and measurements. */
function sampleReport({
  locale = "fr",
  prescriptions = 3,
  zoneLabel = "UA",
  zoneM2 = 812.4,
  isRestricted = false,
}: SampleOptions = {}): Report {
  const codes = ["01-00", "05-00", "07-01", "15-01", "24-00", "39-02"];
  const features = Array.from({ length: prescriptions }, (_, index) => {
    const [type = "", subtype = ""] = (codes[index % codes.length] ?? "").split("-");
    return feature(`p${index}`, { TYPEPSC: type, STYPEPSC: subtype, LIBELLE: `Prescription ${index + 1}` }, area(40 + index), {
      document: plan,
    });
  });
  const sites = Array.from({ length: 3 }, (_, index) =>
    feature(`s${index}`, { nom_ets: `Usine ${index}`, lib_seveso: "Non Seveso" }, pointAt(120 * (index + 1))),
  );
  const zoned = (id: string, type: string, label: string, m2: number) =>
    feature(id, { TYPEZONE: type, LIBELLE: label, NOMFIC: "reglement.pdf#page=24" }, area(m2), { document: plan });
  const layer = (source: string, title: string, found: SourceReading["features"], facts: Partial<SourceReading> = {}) => {
    const made = reading(source, [...found], facts);
    return { ...made, layer: { ...made.layer, title, producer: "Saint-Aubrin Agglomération", captured: "2025-06-30", isRestricted } };
  };
  const themes: Record<string, SourceReading[]> = {
    "fr-plu/plu.zone": [
      layer("zones", "Zones du PLU", [zoned("1", "U", zoneLabel, zoneM2), zoned("2", "N", "Nl", Math.max(0, 1_000 - zoneM2))]),
    ],
    "fr-plu/plu.prescriptions": [layer("areas", "Prescriptions du PLU", features)],
    "fr-sup/sup.ac1": [
      layer("footprints", "Servitudes", [
        feature("1", { CATEGORIE: "AC1", NOMSUPLITT: "Église Saint-Jean", TYPEASS: "Périmètre des abords" }, area(400), { document: act }),
      ]),
    ],
    "fr-risks/risk.clay": [
      layer("map-2026", "Exposition aux argiles", [feature("1", { niveau: 2 }, area(600)), feature("2", { niveau: 3 }, atBorder())]),
    ],
    "fr-risks/risk.seismic": [layer("map", "Zonage sismique", [feature("1", { code_insee: "30014", zone_sismicite: "3" })])],
    "fr-risks/risk.industrial-sites": [layer("map", "Installations classées", sites, { more: 4 })],
    "fr-risks/risk.aerodrome-noise": [layer("map", "Plan d’exposition au bruit", [])],
    "fr-risks/risk.soil-sis": [layer("map", "Secteurs d’information sur les sols", [], { outcome: "down" })],
  };
  const easements = { ...frSup, themes: frSup.themes.filter(({ id }, index) => index < 11 || id === "sup.ac1") };
  const facts = { id: "5f0c2d7be1a94c33", createdAt: "2026-11-28T08:00:00Z", locale, ...(isRestricted ? {} : { verify: VERIFY }) };
  return assembleReport([frPlu, easements, frRisks], readings(themes, { place: PLACE }), facts);
}

const VERIFY = `https://archipel.exemple.fr/verify?r=${"Ab3-".repeat(60)}`;
const PLACE = {
  kind: "parcels" as const,
  label: "300140000AB0012",
  crs: 2154,
  precision: "parcel" as const,
  centre: [4.35, 43.83] as [number, number],
  parcels: [{ id: "300140000AB0012", declaredM2: 940, drawnM2: 1_000, baseMapDate: "2026-07-01" }],
  commune: { insee: "30014", name: "Saint-Aubrin" },
};

const box = (x: number, y: number, width: number, height: number): Shapes => ({
  ...NO_SHAPES,
  areas: [[ringOf(x, y, width, height)]],
});
const ringOf = (x: number, y: number, width: number, height: number): Vertex[] => [
  [x, y],
  [x + width, y],
  [x + width + 3, y + height],
  [x, y + height],
  [x, y],
];

/** Around the place: 200 parcels, a limit between two communes, and the features of the sample's findings. */
export function sampleMap(): MapFacts {
  const parcels = Array.from({ length: 200 }, (_, index) => ringOf(-150 + 22 * (index % 20), -150 + 34 * Math.floor(index / 20), 21, 33));
  const border = Array.from({ length: 60 }, (_, index): Vertex => [-200 + 8 * index, -30 + 9 * Math.sin(index / 3)]);
  const features = new Map([
    [featureKey("layer-zones", "1"), box(-60, -40, 88, 140)],
    [featureKey("layer-zones", "2"), box(28, -40, 90, 140)],
    [featureKey("layer-footprints", "1"), box(-300, -300, 320, 600)],
    ...Array.from({ length: 60 }, (_, index): [string, Shapes] => [
      featureKey("layer-areas", `p${index}`),
      box(2 + 4 * (index % 8), 4 * Math.floor(index / 8), 3, 3),
    ]),
  ]);
  const around: Surroundings = {
    frame: frameAround({ west: 0, south: 0, east: 40, north: 25 }),
    ground: sampleGround(),
    parcels: { layer: "Cadastre", shapes: { ...NO_SHAPES, areas: parcels.map((ring) => [ring]) } },
    communes: { layer: "Communes", shapes: { ...NO_SHAPES, lines: [border] }, names: [] },
    graticule: null,
  };
  return { ...around, place: box(0, 0, 37, 25), features, situation: around };
}

/** A wood, a river, 300 houses, streets with a name. */
function sampleGround(): Ground {
  const street = (y: number): Vertex[] =>
    Array.from({ length: 40 }, (_, index): Vertex => [-200 + 10 * index, y + 2 * Math.sin(index / 6)]);
  return {
    land: null,
    woods: box(60, -80, 90, 60),
    water: { ...NO_SHAPES, lines: [street(-45)] },
    buildings: {
      ...NO_SHAPES,
      areas: Array.from({ length: 300 }, (_, index) => [ringOf(-145 + 15 * (index % 25), -130 + 22 * Math.floor(index / 25), 9, 8)]),
    },
    limits: NO_SHAPES,
    roads: { main: { ...NO_SHAPES, lines: [street(40)] }, minor: { ...NO_SHAPES, lines: [street(-10), street(-70)] }, path: NO_SHAPES },
    names: [
      { text: "Le Mas d’Aubrin", kind: "place", shapes: { ...NO_SHAPES, points: [[-40, -30]] } },
      { text: "Rue de l’École", kind: "road", shapes: { ...NO_SHAPES, lines: [street(40)] } },
    ],
    credits: "Saint-Aubrin (fictif)",
  };
}

/** A flood that lasts, and an exercise without an end. */
export const sampleAlerts: NonNullable<Report["alerts"]> = [
  {
    id: "1",
    level: "emergency",
    title: "Crue du Vidourle",
    startsAt: "2026-11-28T06:00:00Z",
    endsAt: "2026-11-29T17:00:00Z",
    issuedBy: "Préfecture du Gard",
    isExercise: false,
    url: "https://urbanisme.exemple.fr/fr/alerts/1",
  },
  {
    id: "2",
    level: "information",
    title: "Sirènes",
    startsAt: "2026-11-28T06:00:00Z",
    endsAt: null,
    issuedBy: "Saint-Aubrin",
    isExercise: true,
    url: "https://urbanisme.exemple.fr/fr/alerts/2",
  },
];

/** The sample with what is printed beside it. */
export function samplePrintable(options: SampleOptions = {}): Printable {
  return {
    report: { ...sampleReport(options), ...(options.alerts && { alerts: options.alerts }) },
    facts: {
      portal: { name: "Urbanisme Saint-Aubrin", community: "Saint-Aubrin Agglomération", accent: "#b3541e" },
      signature: "e30.e30.AA",
      online: "https://archipel.exemple.fr/report?portal=1&parcels=300140000AB0012",
      map: sampleMap(),
    },
  };
}
