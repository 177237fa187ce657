import { double, integer, pointFeature, type TerritoryLayer, text, type Value } from "../feature.ts";
import { boxBlur, cellEast, cellNorth, labelCells, type Point } from "../grid.ts";
import type { Landscape } from "../landscape.ts";
import { lotCentre } from "../lots.ts";
import { COMMUNES, type CommuneName } from "../names.ts";
import { fractalNoise } from "../noise.ts";
import { hash2 } from "../random.ts";
import { areaLayer } from "./area-layer.ts";

/** Levels of the CNIG standard on risk-prevention plans, as far as the demo uses them, with the depths of water that they mean. */
const LEVELS: Readonly<Record<number, { code: string; words: string; depth: string; from: number; to: number | null }>> = {
  1: { code: "01", words: "Faible", depth: "moins de 0,5 m", from: 0, to: 0.5 },
  2: { code: "02", words: "Moyen", depth: "de 0,5 à 1,5 m", from: 0.5, to: 1.5 },
  3: { code: "04", words: "Fort", depth: "plus de 1,5 m", from: 1.5, to: null },
};
/** The prevention plan of the territory. */
export const PROCEDURE = "99DDTM20240001";

export function hazardLayers(land: Landscape): TerritoryLayer[] {
  return [floods(land), submersion(land), landslides(land), clay(land), regulation(land), installations(land)];
}

interface Scenario {
  code: string;
  words: string;
  /** Height of the water above the normal level: of the largest river, and of the sea. */
  riverMetres: number;
  seaMetres: number;
}
const SCENARIOS: readonly Scenario[] = [
  { code: "01For", words: "Crue fréquente (10 à 30 ans)", riverMetres: 1.5, seaMetres: 2.2 },
  { code: "02Moy", words: "Crue centennale", riverMetres: 3.2, seaMetres: 3.6 },
  { code: "04Fai", words: "Crue exceptionnelle", riverMetres: 5.4, seaMetres: 4.9 },
];

/** Depth of water in each cell, in metres, when rivers rise; narrower rivers rise less. */
function riverDepth({ drainage, relief }: Landscape, scenario: Scenario): Float32Array {
  const depth = relief.heights.map((height, cell) => {
    const basin = drainage.basin[cell] as number;
    if (height <= 0 || basin === 0) return 0;
    return Math.max(0, scenario.riverMetres * Math.min(1.3, (basin / 6000) ** 0.4) - (drainage.aboveRiver[cell] as number));
  });
  return boxBlur(relief.grid, depth, 1);
}

function seaDepth({ relief }: Landscape, scenario: Scenario): Float32Array {
  return boxBlur(
    relief.grid,
    relief.heights.map((height, cell) =>
      height > 0 && (relief.inland[cell] as number) < 0.3 ? Math.max(0, scenario.seaMetres - height) : 0,
    ),
    1,
  );
}

const depthLevel = (metres: number) => (metres > 1.5 ? 3 : metres > 0.5 ? 2 : metres > 0.08 ? 1 : 0);

function waterLayer(
  { relief }: Landscape,
  name: string,
  title: TerritoryLayer["title"],
  type: string,
  depthOf: (scenario: Scenario) => Float32Array,
): TerritoryLayer {
  return areaLayer(relief, {
    name,
    title,
    fields: [
      text("ID_ZONE", "Identifiant"),
      text("TYP_INOND", "Type d’inondation"),
      text("SCENARIO", "Code du scénario"),
      text("SCENARIO_LIB", "Scénario"),
      text("NIVEAU", "Code du niveau"),
      text("NIVEAU_LIB", "Niveau d’aléa"),
      text("HAUTEUR", "Hauteur d’eau"),
      double("HT_MIN", "Hauteur d’eau la plus faible (m)"),
      double("HT_MAX", "Hauteur d’eau la plus forte (m)"),
    ],
    minAreaSquareMetres: 5000,
    coverages: () =>
      SCENARIOS.toReversed().map((scenario) => {
        const depth = depthOf(scenario);
        return {
          labels: labelCells(relief.grid, (cell) => ((relief.heights[cell] as number) > 0 ? depthLevel(depth[cell] as number) : 0)),
          describe(label, number) {
            const level = LEVELS[label];
            return level
              ? {
                  ID_ZONE: `${name.slice(0, 3).toUpperCase()}${String(number).padStart(4, "0")}`,
                  TYP_INOND: type,
                  SCENARIO: scenario.code,
                  SCENARIO_LIB: scenario.words,
                  NIVEAU: level.code,
                  NIVEAU_LIB: level.words,
                  HAUTEUR: level.depth,
                  HT_MIN: level.from,
                  HT_MAX: level.to,
                }
              : null;
          },
        };
      }),
  });
}

const floods = (land: Landscape) =>
  waterLayer(land, "alea_inondation", { fr: "Inondation par débordement", en: "River flooding" }, "01", (scenario) =>
    riverDepth(land, scenario),
  );
const submersion = (land: Landscape) =>
  waterLayer(land, "alea_submersion", { fr: "Submersion marine", en: "Coastal flooding" }, "03", (scenario) => seaDepth(land, scenario));

/** One level for each cell of the land, and what each area of a level says. */
function levelLayer(
  { relief }: Landscape,
  layer: Pick<TerritoryLayer, "name" | "title" | "fields">,
  levelOf: (cell: number) => number,
  describe: (level: { code: string; words: string; rank: number }, number: number) => Record<string, Value>,
): TerritoryLayer {
  return areaLayer(relief, {
    ...layer,
    minAreaSquareMetres: 20000,
    *coverages() {
      yield {
        labels: labelCells(relief.grid, (cell) => ((relief.heights[cell] as number) > 0 ? levelOf(cell) : 0)),
        describe(rank, number) {
          const level = LEVELS[rank];
          return level ? describe({ ...level, rank }, number) : null;
        },
      };
    },
  });
}

function landslides(land: Landscape): TerritoryLayer {
  const steep = boxBlur(land.relief.grid, land.relief.slopes, 3);
  const levelOf = (cell: number) => {
    const slope = steep[cell] as number;
    return slope > 0.17 ? 3 : slope > 0.125 ? 2 : slope > 0.09 ? 1 : 0;
  };
  const fields = [
    text("idzonealea", "Identifiant"),
    text("codeprocedure", "Procédure"),
    text("typealea", "Code de l’aléa"),
    text("alea", "Aléa"),
    text("niveaualea", "Code du niveau"),
    text("niveau", "Niveau d’aléa"),
    text("description", "Description"),
  ];
  const layer = { name: "alea_mouvement_terrain", title: { fr: "Mouvements de terrain", en: "Ground movement" }, fields };
  return levelLayer(land, layer, levelOf, ({ code, words }, number) => ({
    idzonealea: String(number),
    codeprocedure: PROCEDURE,
    typealea: "124",
    alea: "Glissement de terrain",
    niveaualea: code,
    niveau: words,
    description: `Glissement de terrain, niveau ${words.toLowerCase()}`,
  }));
}

/** With the columns of the national map of clay soils. */
function clay(land: Landscape): TerritoryLayer {
  const { grid } = land.relief;
  const noise = fractalNoise(9101, 4200, 5);
  const levelOf = (cell: number) => {
    const value = noise(cellEast(grid, cell), cellNorth(grid, cell)) - (land.relief.heights[cell] as number) / 500;
    return value > 0.34 ? 3 : value > 0.06 ? 2 : value > -0.24 ? 1 : 0;
  };
  const fields = [text("id", "Identifiant"), text("alea", "Exposition"), integer("niveau", "Niveau d’exposition")];
  const layer = { name: "alea_argiles", title: { fr: "Retrait-gonflement des argiles", en: "Clay shrink and swell" }, fields };
  return levelLayer(land, layer, levelOf, ({ words, rank }, number) => ({ id: String(number), alea: words, niveau: rank }));
}

const RULES: Readonly<Record<number, { code: string; words: string; type: string }>> = {
  1: { code: "B", words: "Zone bleue : constructions permises sous conditions", type: "02" },
  2: { code: "R", words: "Zone rouge : constructions nouvelles interdites", type: "03" },
  3: { code: "RS", words: "Zone rouge stricte : tout nouvel ouvrage interdit", type: "04" },
};

/** The prevention plan: the worse of river and sea in a hundred-year flood, less strict where people already live. */
function regulation(land: Landscape): TerritoryLayer {
  const { relief, countryside } = land;
  return areaLayer(relief, {
    name: "ppr_zone_reglementaire",
    title: { fr: "Zones réglementaires du plan de prévention", en: "Prevention plan regulatory zones" },
    fields: [
      text("idzonereglementaire", "Identifiant"),
      text("codeprocedure", "Procédure"),
      text("codezonereglement", "Zone"),
      text("libellezonereglement", "Règle"),
      text("typereglement", "Type de règlement"),
    ],
    minAreaSquareMetres: 5000,
    *coverages() {
      const scenario = SCENARIOS[1] as Scenario;
      const sea = seaDepth(land, scenario);
      const river = riverDepth(land, scenario);
      const labels = labelCells(relief.grid, (cell) => {
        if ((relief.heights[cell] as number) <= 0) return 0;
        const level = depthLevel(Math.max(river[cell] as number, sea[cell] as number));
        const isBuilt = (countryside.builtDensity[cell] as number) > 0.16;
        return level === 2 && isBuilt ? 1 : level;
      });
      yield {
        labels,
        describe(label, number) {
          const rule = RULES[label];
          return rule
            ? {
                idzonereglementaire: String(number),
                codeprocedure: PROCEDURE,
                codezonereglement: rule.code,
                libellezonereglement: rule.words,
                typereglement: rule.type,
              }
            : null;
        },
      };
    },
  });
}

const TRADES = [
  "Conserverie",
  "Scierie",
  "Déchetterie",
  "Silo à grains",
  "Dépôt de carburants",
  "Criée",
  "Chantier naval",
  "Station d’épuration",
  "Carrière de granulats",
  "Unité de méthanisation",
  "Élevage",
  "Blanchisserie",
] as const;

/** Classified installations on plots at the edges of towns and in the country. */
function installations({ lots }: Landscape): TerritoryLayer {
  return {
    name: "installation_classee",
    title: { fr: "Installations classées", en: "Classified installations" },
    geometry: "Point",
    fields: [
      text("id", "Identifiant"),
      text("nom_ets", "Établissement"),
      text("adresse", "Adresse"),
      text("commune", "Commune"),
      text("lib_regime", "Régime"),
      text("lib_seveso", "Statut Seveso"),
      double("rayon_m", "Rayon d’information (m)"),
    ],
    *features() {
      let number = 0;
      for (const lot of lots) {
        const at: Point = lotCentre(lot);
        const chance = hash2(Math.round(at[0]), Math.round(at[1]), 91);
        if (lot.density === "core" || chance > (lot.density === "country" ? 0.035 : 0.0022)) continue;
        const pick = hash2(Math.round(at[0]), Math.round(at[1]), 92);
        const seveso = pick > 0.97 ? "Seveso seuil haut" : pick > 0.9 ? "Seveso seuil bas" : "Non Seveso";
        const commune = (COMMUNES[lot.commune] as CommuneName).name;
        yield pointFeature(at, {
          id: String(990000 + ++number),
          nom_ets: `${TRADES[number % TRADES.length]} de ${commune}`,
          adresse: `${lot.number} ${lot.street}`,
          commune,
          lib_regime: pick > 0.6 ? "Autorisation" : pick > 0.3 ? "Enregistrement" : "Déclaration",
          lib_seveso: seveso,
          rayon_m: seveso === "Non Seveso" ? null : seveso === "Seveso seuil haut" ? 1500 : 600,
        });
      }
    },
  };
}
