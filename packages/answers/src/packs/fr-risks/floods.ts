import type { Level, Rule } from "../rule.ts";
import { both, has, law, ruleOf, sourceOf } from "../rule-writer.ts";
import type { Theme } from "../theme.ts";
import { riskTheme, tagged } from "./risk-theme.ts";

const scenarios: readonly [code: string, level: Level, fr: string, en: string][] = [
  ["01For", 3, "Inondation fréquente, tous les 10 à 30 ans", "Frequent flood, every 10 to 30 years"],
  ["01Forcc_ct", 3, "Inondation fréquente, avec le changement climatique", "Frequent flood, with climate change"],
  ["01Forcc_100", 3, "Inondation fréquente en 2100, avec le changement climatique", "Frequent flood in 2100, with climate change"],
  ["02Moy", 2, "Inondation moyenne, tous les 100 à 300 ans", "Medium flood, every 100 to 300 years"],
  ["03Mcc", 2, "Inondation moyenne, avec le changement climatique", "Medium flood, with climate change"],
  ["03Mcc_ct", 2, "Inondation moyenne prochaine, avec le changement climatique", "Medium flood of the near future, with climate change"],
  ["04Fai", 1, "Inondation extrême, tous les 1 000 ans ou plus", "Extreme flood, every 1,000 years or more"],
  ["04Faicc_ct", 1, "Inondation extrême, avec le changement climatique", "Extreme flood, with climate change"],
  ["04Fai_100", 1, "Inondation extrême en 2100", "Extreme flood in 2100"],
];

const raised = (level: Level): Level => (level === null || level === 4 ? level : level === 3 ? 4 : level === 2 ? 3 : 2);
const deepLevels = {
  fromField: "SCENARIO",
  map: Object.fromEntries(scenarios.map(([code, level]) => [code, raised(level)])),
  otherwise: 2 as const,
};
const shallowLevels = { fromField: "SCENARIO", map: Object.fromEntries(scenarios.map(([code, level]) => [code, level])), otherwise: null };

const advice: Rule["advice"] = [
  {
    text: both(
      "Prévoyez une zone refuge à l’étage, et demandez si un plan de prévention règle les constructions.",
      "Plan a refuge upstairs, and ask whether a prevention plan regulates building.",
    ),
    authority: "ddt",
  },
];

function depth(from: number, to: number | null, fr: string, en: string): Rule {
  // Who may have more than a metre of water is warned as those who have it.
  const deep = from >= 1 || (to ?? (from > 0 ? Number.POSITIVE_INFINITY : 0)) > 1;
  return ruleOf({
    key: `flood-depth-${from}-${to ?? "more"}`.replaceAll(".", "-"),
    sources: ["depths"],
    when: [
      { field: "HT_MIN", is: "between", from, to: from },
      ...(to === null ? [] : [{ field: "HT_MAX", is: "between" as const, from: to, to }]),
    ],
    level: deep ? deepLevels : shallowLevels,
    legalEffect: "information",
    // "Under water" names no depth.
    ...(to === null && from === 0 ? {} : { water: { fromM: from, toM: to } }),
    says: both(`{label} : ${fr}.`, `{label}: ${en}.`),
    relations: { near: both(`À {distance} : zone inondable, ${fr}.`, `{distance} away: flood area, ${en}.`) },
    labelFrom: { field: "SCENARIO", list: "flood-scenarios" },
    advice,
    authority: "dreal",
    examples: [
      {
        attributes: { SCENARIO: "02Moy", HT_MIN: from, ...(to === null ? {} : { HT_MAX: to }) },
        level: deep ? 3 : 2,
        says: { fr: "tous les 100 à 300 ans", en: "every 100 to 300 years" },
      },
    ],
  });
}

const depths: Rule[] = [
  depth(0, 0.5, "jusqu’à 0,5 m d’eau", "up to 0.5 m of water"),
  depth(0, 1, "jusqu’à 1 m d’eau", "up to 1 m of water"),
  depth(0, 2, "jusqu’à 2 m d’eau", "up to 2 m of water"),
  depth(0.5, 1, "de 0,5 à 1 m d’eau", "0.5 to 1 m of water"),
  depth(0.5, 1.5, "de 0,5 à 1,5 m d’eau", "0.5 to 1.5 m of water"),
  depth(1, 1.5, "de 1 à 1,5 m d’eau", "1 to 1.5 m of water"),
  depth(1, 2, "de 1 à 2 m d’eau", "1 to 2 m of water"),
  depth(1.5, 2, "de 1,5 à 2 m d’eau", "1.5 to 2 m of water"),
  depth(2, 3, "de 2 à 3 m d’eau", "2 to 3 m of water"),
  depth(2, 4, "de 2 à 4 m d’eau", "2 to 4 m of water"),
  depth(3, 4, "de 3 à 4 m d’eau", "3 to 4 m of water"),
  depth(0, null, "terrain sous l’eau", "land under water"),
  depth(0.5, null, "au moins 0,5 m d’eau", "at least 0.5 m of water"),
  depth(1, null, "au moins 1 m d’eau", "at least 1 m of water"),
  depth(1.5, null, "au moins 1,5 m d’eau", "at least 1.5 m of water"),
  depth(2, null, "au moins 2 m d’eau", "at least 2 m of water"),
  depth(3, null, "au moins 3 m d’eau", "at least 3 m of water"),
  depth(4, null, "plus de 4 m d’eau", "more than 4 m of water"),
];

const extents: Rule[] = scenarios.map(([code, level]) =>
  ruleOf({
    key: `flood-extent-${code.replaceAll("_", "-")}`,
    when: has({ SCENARIO: code }),
    priority: -10,
    level,
    legalEffect: "information",
    says: both("{label} : le terrain est dans la zone inondée.", "{label}: the land is in the flooded area."),
    relations: { near: both("À {distance} : zone inondable.", "{distance} away: flood area.") },
    labelFrom: { field: "SCENARIO", list: "flood-scenarios" },
    advice,
    authority: "dreal",
    examples: [{ attributes: { SCENARIO: code, TYP_INOND: "01" }, level }],
  }),
);

const isCurrent: Theme["sources"][number]["only"] = [{ field: "DATSORTIE", is: "isNull" }];

/** The labels of the scenarios, for the pack's code lists. */
export const floodScenarios = { columns: ["code", "fr", "en"], rows: scenarios.map(([code, , fr, en]) => [code, fr, en]) };

/** What floods, as it reads after "flooding", by the codes of TYP_INOND. */
export const floodKinds = {
  columns: ["code", "fr", "en"],
  rows: [
    ["01", "par un cours d’eau", "by a river"],
    ["02", "par le ruissellement", "by runoff"],
    ["03", "par la mer", "by the sea"],
    ["04", "par une nappe", "by groundwater"],
  ],
};

/** Land beside water gets a finding about it too. */
const nearby = { on: "geometry" as const, ringM: 50 };

export const floodThemes: readonly Theme[] = [
  riskTheme(
    {
      id: "risk.flood",
      family: "flood",
      order: 200,
      title: both("Inondation", "Flooding"),
      heldBy: "dreal",
      worstOf: "level",
      flood: { field: "TYP_INOND", list: "flood-kinds" },
      oneFor: ["SCENARIO", "TYP_INOND"],
      sources: [
        sourceOf({
          key: "extents",
          place: nearby,
          layers: { models: ["covadis-di"], tables: ["INONDABLE_S"] },
          role: "alternative",
          code: { lists: ["flood-scenarios"], fields: ["SCENARIO"] },
          apart: ["TYP_INOND"],
          only: isCurrent,
        }),
        sourceOf({
          key: "depths",
          place: nearby,
          signs: [["SCENARIO", "HT_MIN", "HT_MAX"]],
          // Areas of equal depth cover the flooded land as its outline does.
          layers: { models: ["covadis-di"], tables: ["ISO_HT_S"] },
          role: "alternative",
          code: { lists: ["flood-scenarios"], fields: ["SCENARIO"] },
          apart: ["HT_MIN", "HT_MAX", "TYP_INOND"],
          only: isCurrent,
        }),
      ],
      rules: [...depths, ...extents],
    },
    both(
      "Les cartes de crue ne montrent pas d’eau ici. Une crue plus forte, ou un petit ruisseau qui n’est pas étudié, reste possible.",
      "The flood maps show no water here. A greater flood, or a small stream that was not studied, remains possible.",
    ),
  ),
  riskTheme(
    {
      id: "risk.flood-area",
      family: "flood",
      order: 201,
      title: both("Zone inondable connue", "Known flood area"),
      heldBy: "ddt",
      sources: tagged("flood-area", { place: nearby, label: ["ALEA", "niveau", "libelle", "nom"] }),
      rules: [
        ruleOf({
          key: "flood-area",
          when: [],
          level: 2,
          legalEffect: "information",
          says: both("Une carte du danger couvre ce terrain : {label}.", "A hazard map covers this land: {label}."),
          relations: { near: both("À {distance} : zone inondable, {label}.", "{distance} away: flood area, {label}.") },
          advice,
          authority: "ddt",
          examples: [{ attributes: { ALEA: "Inondation", INSEE: "34022" }, level: 2, says: { fr: "Inondation" } }],
        }),
      ],
    },
    both("Aucune zone inondable connue ne touche ce terrain.", "No known flood area touches this land."),
  ),
  riskTheme(
    {
      id: "risk.notice",
      family: "notice",
      order: 202,
      title: both("Danger signalé par l’État à la commune", "Danger that the State has reported to the municipality"),
      heldBy: "ddt",
      sources: tagged("state-notice", {
        label: ["ALEA", "libelle", "nom"],
        // The study that shows the danger, and where its pieces are published.
        file: { name: "ETUDE", url: "LIEN_PAC" },
        signs: [["ALEA", "DATE_PAC", "LIEN_PAC"]],
      }),
      rules: [
        ruleOf({
          key: "state-notice",
          when: [],
          level: 2,
          legalEffect: "information",
          says: both(
            "L’État a porté un danger à la connaissance de la commune ici : {label}.",
            "The State has reported a danger to the municipality here: {label}.",
          ),
          consequence: both(
            "La mairie doit en tenir compte avant de répondre à une demande, même sans plan de prévention.",
            "The town hall must take it into account before it decides on an application, even without a prevention plan.",
          ),
          advice: [
            {
              text: both(
                "Demandez à la mairie ou à la DDT(M) ce que l’étude montre sur ce terrain.",
                "Ask the town hall or the DDT(M) what the study shows on this land.",
              ),
              authority: "ddt",
            },
          ],
          authority: "ddt",
          provisions: [law("Code de l’urbanisme", "R111-2", "L132-2")],
          examples: [{ attributes: { ALEA: "Inondation", INSEE: "34022", DATE_PAC: "2012_07_23" }, level: 2, says: { fr: "Inondation" } }],
        }),
      ],
    },
    both(
      "L’État n’a pas signalé de danger à la commune sur ce terrain, d’après ces cartes.",
      "The State has not reported a danger to the municipality on this land, according to these maps.",
    ),
  ),
];
