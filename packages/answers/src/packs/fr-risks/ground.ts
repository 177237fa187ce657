import type { Level, Rule } from "../rule.ts";
import { both, has, law, ruleOf, sourceOf } from "../rule-writer.ts";
import type { BothLanguages } from "../texts.ts";
import type { Theme } from "../theme.ts";
import { byCommune, riskTheme, tagged } from "./risk-theme.ts";

const soilStudy: Rule["advice"] = [
  {
    text: both(
      "Une étude de sol est obligatoire à la vente d’un terrain à bâtir et avant de construire une maison.",
      "A soil study is compulsory when building land is sold and before a house is built.",
    ),
    authority: "georisques",
  },
];
const clayLaw = law("Code de la construction et de l’habitation", "L132-4", "L132-5", "L132-6", "L132-7", "L132-8", "R132-3");

function clay(value: string, word: string, level: Level, fr: string, en: string): Rule[] {
  const common = {
    level,
    legalEffect: level === 1 ? ("information" as const) : ("binding" as const),
    says: both(
      `Sol argileux, ${fr} : il gonfle et se rétracte, et les murs peuvent se fissurer.`,
      `Clay soil, ${en}: it swells and shrinks, and walls may crack.`,
    ),
    advice: level === 1 ? [] : soilStudy,
    authority: "brgm",
    provisions: [clayLaw],
  };
  return [
    ruleOf({
      ...common,
      key: `clay-${value}`,
      when: [{ field: "niveau", is: "between", from: Number(value), to: Number(value) }],
      examples: [{ attributes: { niveau: Number(value) }, level }],
    }),
    ruleOf({
      ...common,
      key: `clay-word-${value}`,
      when: [{ field: "alea", is: "matches", pattern: `(?i).*${word}.*` }],
      priority: -1,
      examples: [{ attributes: { alea: word }, level }],
    }),
  ];
}

/** A point is a finding at a distance: its position may be wrong by metres, so that no sentence says "under your house". */
const byDistance = { byDistance: { withinTolerance: 3 as const, steps: [{ upToM: 100, level: 2 as const }], beyond: 1 as const } };

function pointTheme(id: string, order: number, title: BothLanguages, says: BothLanguages, none: BothLanguages): Theme {
  return riskTheme(
    {
      id: `risk.${id}`,
      family: "ground",
      order,
      title,
      heldBy: "brgm",
      sources: tagged(id, { place: { on: "geometry", ringM: 500 }, label: ["type", "type_cavite", "type_mouvement", "nom", "libelle"] }),
      rules: [
        ruleOf({
          key: id,
          when: [],
          level: byDistance,
          legalEffect: "information",
          says,
          advice: [
            {
              text: both(
                "Demandez à {authority} ce qu’elle sait avant de creuser ou de construire.",
                "Ask {authority} what it knows before you dig or build.",
              ),
              authority: "mairie",
            },
          ],
          authority: "mairie",
          examples: [
            { attributes: { type: "cave" }, distanceM: 0, level: 3, says: { fr: "cave" } },
            { attributes: { type: "cave" }, distanceM: 80, level: 2 },
            { attributes: { type: "cave" }, distanceM: 300, level: 1, says: { fr: "300\u00a0m", en: "300\u00a0m" } },
          ],
        }),
      ],
    },
    none,
  );
}

function communeScale(
  id: string,
  field: string,
  values: readonly [value: string, level: Level, says: BothLanguages][],
  facts: Partial<Rule>,
): Rule[] {
  return values.map(([value, level, says]) =>
    ruleOf({
      key: `${id}-${value}`,
      when: [{ field, is: "between", from: Number(value), to: Number(value) }],
      level,
      legalEffect: "information",
      says,
      ...(facts.advice && level !== 0 ? { advice: facts.advice } : {}),
      ...(facts.authority === undefined ? {} : { authority: facts.authority }),
      ...(facts.provisions ? { provisions: facts.provisions } : {}),
      examples: [{ attributes: { code_insee: "30001", [field]: value }, level }],
    }),
  );
}

const seismic = (fr: string, en: string) =>
  both(`La commune est en zone de sismicité ${fr}.`, `The municipality is in a zone of ${en} seismicity.`);

export const groundThemes: readonly Theme[] = [
  riskTheme(
    {
      id: "risk.clay",
      family: "ground",
      order: 210,
      title: both("Sols argileux", "Clay soils"),
      heldBy: "brgm",
      worstOf: "level",
      oneFor: [],
      sources: [
        sourceOf({ key: "map-2020", layers: { tag: "clay-2020" }, role: "alternative", validUntil: "2026-06-30" }),
        sourceOf({ key: "map-2026", layers: { tag: "clay-2026" }, role: "alternative", validFrom: "2026-07-01" }),
      ],
      rules: [
        ...clay("1", "faible", 1, "exposition faible", "low exposure"),
        ...clay("2", "moyen", 2, "exposition moyenne", "medium exposure"),
        ...clay("3", "fort", 3, "exposition forte", "high exposure"),
      ],
    },
    both("La carte des sols argileux ne montre pas de risque ici.", "The map of clay soils shows no risk here."),
  ),
  pointTheme(
    "cavity",
    220,
    both("Cavités souterraines", "Underground cavities"),
    both("Cavité connue : {label}. D’autres peuvent être inconnues.", "Known cavity: {label}. Others may be unknown."),
    both(
      "Aucune cavité n’est connue à moins de 500 m. D’autres peuvent être inconnues.",
      "No cavity is known within 500 m. Others may be unknown.",
    ),
  ),
  pointTheme(
    "ground-movement",
    221,
    both("Mouvements de terrain constatés", "Recorded ground movements"),
    both(
      "Mouvement de terrain constaté : {label}. D’autres peuvent être inconnus.",
      "Recorded ground movement: {label}. Others may be unknown.",
    ),
    both("Aucun mouvement de terrain n’a été constaté à moins de 500 m.", "No ground movement was recorded within 500 m."),
  ),
  riskTheme(
    {
      id: "risk.seismic",
      family: "ground",
      order: 230,
      title: both("Séismes", "Earthquakes"),
      heldBy: "georisques",
      needs: "commune",
      worstOf: "level",
      sources: byCommune("seismic", { signs: [["code_insee", "zone_sismicite"]] }),
      rules: communeScale(
        "seismic",
        "zone_sismicite",
        [
          ["1", 0, seismic("très faible", "very low")],
          ["2", 1, seismic("faible", "low")],
          ["3", 2, seismic("modérée", "moderate")],
          ["4", 3, seismic("moyenne", "medium")],
          ["5", 3, seismic("forte", "high")],
        ],
        {
          advice: [
            { text: both("Une construction nouvelle suit des règles contre les séismes.", "A new building follows earthquake rules.") },
          ],
          authority: "georisques",
          provisions: [law("Code de l’environnement", "R563-4", "R563-5", "D563-8-1")],
        },
      ),
    },
    both("La commune n’est dans aucune zone de sismicité de la carte.", "The municipality is in no seismic zone of the map."),
  ),
  riskTheme(
    {
      id: "risk.radon",
      family: "ground",
      order: 240,
      title: both("Radon", "Radon"),
      heldBy: "radiation-safety",
      needs: "commune",
      worstOf: "level",
      sources: byCommune("radon", { signs: [["code_insee", "classe_potentiel"]] }),
      rules: communeScale(
        "radon",
        "classe_potentiel",
        [
          [
            "1",
            0,
            both(
              "Radon, un gaz du sol : la commune a un potentiel faible.",
              "Radon, a gas of the soil: the municipality has a low potential.",
            ),
          ],
          [
            "2",
            1,
            both(
              "Radon, un gaz du sol : la commune a un potentiel faible, plus fort par endroits.",
              "Radon, a gas of the soil: the municipality has a low potential, higher in places.",
            ),
          ],
          [
            "3",
            2,
            both(
              "Radon, un gaz du sol : la commune a un potentiel significatif.",
              "Radon, a gas of the soil: the municipality has a significant potential.",
            ),
          ],
        ],
        {
          advice: [
            {
              text: both("Mesurez le radon dans le logement, et aérez.", "Measure radon in the dwelling, and ventilate."),
              authority: "ars",
            },
          ],
          authority: "radiation-safety",
          provisions: [law("Code de la santé publique", "R1333-29")],
        },
      ),
    },
    both("La commune n’est dans aucune classe de la carte du radon.", "The municipality is in no class of the radon map."),
  ),
  riskTheme(
    {
      id: "risk.coast",
      family: "ground",
      order: 250,
      title: both("Recul de la côte", "Retreat of the coast"),
      heldBy: "mairie",
      worstOf: "level",
      sources: tagged("coastline-retreat"),
      rules: [
        coast("30", 4, both("La mer peut atteindre ce terrain d’ici 30 ans.", "The sea may reach this land within 30 years.")),
        coast(
          "100",
          3,
          both("La mer peut atteindre ce terrain entre 30 et 100 ans.", "The sea may reach this land between 30 and 100 years."),
        ),
      ],
    },
    both("Ce terrain n’est pas dans les zones de recul de la côte.", "This land is not in the areas of a retreating coast."),
  ),
];

function coast(horizon: string, level: Level, says: BothLanguages): Rule {
  return ruleOf({
    key: `coast-${horizon}`,
    when: has({ horizon }),
    level,
    legalEffect: "binding",
    limit: { how: horizon === "30" ? "limited" : "conditions" },
    says,
    authority: "mairie",
    provisions: [law("Code de l’urbanisme", "L121-22-2")],
    examples: [{ attributes: { horizon }, level }],
  });
}
