import type { LimitKind } from "../../report/strength.ts";
import type { Level, Rule } from "../rule.ts";
import { both, has, law, type RuleFacts, ruleOf } from "../rule-writer.ts";

const readTheRules = {
  text: both(
    "Lisez le règlement du plan avant tout projet, et demandez une étude si la zone l’exige.",
    "Read the plan’s rules before any project, and have a study made if the zone requires it.",
  ),
  authority: "ddt",
};
const planningLaw = law("Code de l’environnement", "L562-1", "L515-15");

/** The name of a zone often begins with the word: the sentence does not say it again. */
function planning(type: string, level: Level, fr: string, en: string, bears: Pick<RuleFacts, "limit" | "affirms"> = {}): Rule {
  return ruleOf({
    key: `ppr-planning-${type}`,
    when: has({ typereglement: type }),
    level,
    legalEffect: "binding",
    affirms: ["prevention-plan"],
    ...bears,
    says: both(fr, en),
    relations: {
      near: both("À {distance} : plan de prévention des risques, {label}.", "{distance} away: risk prevention plan, {label}."),
    },
    advice: [readTheRules],
    authority: "prefecture",
    provisions: [planningLaw],
    examples: [
      {
        attributes: { typereglement: type, codezonereglement: "R1", libellezonereglement: "Zone rouge R1" },
        level,
        says: { fr: "Zone rouge R1", en: "Zone rouge R1" },
      },
    ],
  });
}

function works(field: string): Rule {
  return ruleOf({
    key: `ppr-works-${field}`,
    facet: "works",
    when: [{ field, is: "in", values: ["true", "t", "1", "O", "oui", "Oui"] }],
    level: 3,
    legalEffect: "binding",
    says: both("Des travaux sont obligatoires sur les bâtiments qui existent.", "Works are compulsory on existing buildings."),
    consequence: both(
      "Le plan fixe un délai, et une aide est souvent possible.",
      "The plan sets a deadline, and a grant is often possible.",
    ),
    authority: "prefecture",
    provisions: [planningLaw],
    examples: [{ attributes: { typereglement: "02", [field]: true }, level: 3 }],
  });
}

/** Where the plan limits building, it knows a danger. Names of zones begin with the word in most plans: it is said once. */
const limits = (how: LimitKind, fr: string, en: string): Pick<RuleFacts, "limit" | "affirms"> => ({
  affirms: ["prevention-plan", "plan-danger"],
  limit: { how, by: both(fr, en) },
});

/** What the plan's rules ask of building projects. */
export const planningRules: readonly Rule[] = [
  planning(
    "01",
    2,
    "Plan de prévention, {label} : des précautions sont demandées, hors de la zone de danger.",
    "Prevention plan, {label}: precautions are required, outside the danger area.",
    { limit: { how: "conditions", by: both("zone {label} du plan de prévention", "{label} of the prevention plan") } },
  ),
  planning(
    "02",
    3,
    "Plan de prévention, {label} : on construit sous conditions.",
    "Prevention plan, {label}: building is allowed on conditions.",
    limits("conditions", "zone {label} du plan de prévention", "{label} of the prevention plan"),
  ),
  planning(
    "03",
    4,
    "Plan de prévention, {label} : les constructions nouvelles sont interdites, sauf exceptions.",
    "Prevention plan, {label}: new buildings are forbidden, with exceptions.",
    limits("forbidden", "zone {label} du plan de prévention, sauf exceptions", "{label} of the prevention plan, with exceptions"),
  ),
  planning(
    "04",
    4,
    "Plan de prévention, {label} : toute construction nouvelle est strictement interdite.",
    "Prevention plan, {label}: new buildings are strictly forbidden.",
    limits("forbidden", "zone {label} du plan de prévention", "{label} of the prevention plan"),
  ),
  planning(
    "05",
    1,
    "Plan de prévention, {label} : des recommandations sont données.",
    "Prevention plan, {label}: recommendations are given.",
  ),
  planning(
    "06",
    3,
    "Plan de prévention, {label} : terrain de l’établissement à l’origine du risque.",
    "Prevention plan, {label}: land of the site that causes the risk.",
    limits("limited", "zone {label} du plan de prévention", "{label} of the prevention plan"),
  ),
  planning(
    "07",
    3,
    "Plan de prévention, {label} : menacée par un événement exceptionnel.",
    "Prevention plan, {label}: threatened by an exceptional event.",
    limits("conditions", "zone {label} du plan de prévention", "{label} of the prevention plan"),
  ),
  works("existemesuresobligatoires"),
  works("obligationtravaux"),
];

function land(type: string, fr: string, en: string): Rule {
  return ruleOf({
    key: `ppr-land-${type}`,
    when: has({ typereglement: type }),
    affirms: ["prevention-plan", "plan-danger"],
    level: 4,
    legalEffect: "binding",
    says: both(fr, en),
    authority: "prefecture",
    provisions: [law("Code de l’environnement", "L515-16")],
    examples: [{ attributes: { typereglement: type, libellezonereglement: "De1" }, level: 4 }],
  });
}

/** Where the public body can or must buy. */
export const landRules: readonly Rule[] = [
  land(
    "01",
    "Secteur de délaissement {label} : le propriétaire peut demander que la collectivité achète son bien.",
    "Relinquishment area {label}: the owner can ask the public body to buy the property.",
  ),
  land(
    "02",
    "Secteur d’expropriation {label} : la collectivité peut acquérir le bien d’office.",
    "Expropriation area {label}: the public body can take the property.",
  ),
];

const levels: readonly [code: string, level: Level, fr: string, en: string][] = [
  ["00", 0, "nul ou négligeable", "none or negligible"],
  ["01", 1, "faible", "low"],
  ["02", 2, "moyen", "medium"],
  ["03", 2, "moyen à fort", "medium to high"],
  ["04", 3, "fort", "high"],
  ["05", 3, "fort à très fort", "high to very high"],
  ["06", 4, "très fort", "very high"],
  ["07", 4, "très fort et aggravé", "very high and aggravated"],
  ["99", null, "non classé", "not classified"],
];

/** How strong a hazard is. It is knowledge, and not yet a rule for building. */
export const hazardRules: readonly Rule[] = levels.map(([code, level, fr, en]) =>
  ruleOf({
    key: `ppr-hazard-${code}`,
    when: has({ niveaualea: code }),
    level,
    legalEffect: "information",
    says: both(`Danger, {label} : niveau ${fr}.`, `Hazard, {label}: ${en} level.`),
    relations: {
      near: both(`À {distance} : {label}, niveau ${fr}.`, `{distance} away: {label}, ${en} level.`),
    },
    ...(level === 0 ? {} : { affirms: ["plan-danger"] }),
    labelFrom: { field: "typealea", list: "hazards" },
    authority: "prefecture",
    examples: [{ attributes: { niveaualea: code, typealea: "112" }, level, says: { fr: "crue lente", en: "slow river flood" } }],
  }),
);

/** A place inside a plan, whatever its zone. */
export const perimeterRule: Rule = ruleOf({
  key: "ppr-perimeter",
  when: [],
  affirms: ["prevention-plan"],
  level: 2,
  legalEffect: "binding",
  says: both("Un plan de prévention des risques couvre ce terrain : {document}.", "A risk prevention plan covers this land: {document}."),
  consequence: both(
    "En cas de vente ou de location, l’acheteur ou le locataire doit en être informé.",
    "If the property is sold or let, the buyer or tenant must be informed of it.",
  ),
  authority: "prefecture",
  provisions: [law("Code de l’environnement", "L125-5", "R125-23")],
  examples: [{ attributes: { idperimetre: "1" }, level: 2 }],
});
