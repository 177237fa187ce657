import type { Level, Rule } from "../rule.ts";
import { both, ruleOf } from "../rule-writer.ts";
import type { Test } from "../test.ts";
import { limitFor } from "./limits.ts";

interface Variant {
  category: string;
  key: string;
  test: Test;
  value: string;
  level: Level;
  fr: string;
  en: string;
}

/** Kinds of footprints and protected things that ask more or less than their category (TYPEASS, TYPE). */
const variants: Variant[] = [
  {
    category: "AC1",
    key: "monument",
    test: { field: "TYPEASS", is: "startsWith", value: "Monument" },
    value: "Monument historique",
    level: 3,
    fr: "Monument historique : tous les travaux demandent une autorisation.",
    en: "Historic monument: all works need an authorisation.",
  },
  {
    category: "AC1",
    key: "surroundings",
    test: { field: "TYPEASS", is: "matches", pattern: "(?i).*abords.*" },
    value: "Périmètre des abords",
    level: 3,
    fr: "Abords d’un monument historique : l’aspect extérieur change seulement avec l’accord de l’architecte des Bâtiments de France.",
    en: "Surroundings of a historic monument: the outside appearance changes only with the approval of the State’s heritage architect.",
  },
  {
    category: "AC2",
    key: "classified",
    test: { field: "TYPE", is: "in", values: ["Classé", "Mixte"] },
    value: "Classé",
    level: 4,
    fr: "Site classé : rien ne change d’aspect sans une autorisation spéciale de l’État.",
    en: "Classified site: nothing changes its appearance without a special authorisation of the State.",
  },
  {
    category: "AC2",
    key: "listed",
    test: { field: "TYPE", is: "eq", value: "Inscrit" },
    value: "Inscrit",
    level: 2,
    fr: "Site inscrit : les travaux se déclarent, et l’architecte des Bâtiments de France donne son avis.",
    en: "Listed site: works must be declared, and the State’s heritage architect gives an opinion.",
  },
  {
    category: "AS1",
    key: "immediate",
    test: { field: "TYPEASS", is: "matches", pattern: "(?i).*imm[ée]diate?.*" },
    value: "Périmètre de protection immédiate",
    level: 4,
    fr: "Captage d’eau potable, tout près : rien d’autre que le captage n’est permis.",
    en: "Drinking water catchment, close by: nothing but the catchment is allowed.",
  },
  {
    category: "AS1",
    key: "near",
    test: { field: "TYPEASS", is: "matches", pattern: "(?i).*rapproch[ée]e?.*" },
    value: "Périmètre de protection rapprochée",
    level: 3,
    fr: "Captage d’eau potable, zone rapprochée : travaux et rejets sont limités.",
    en: "Drinking water catchment, inner area: works and discharges are limited.",
  },
  {
    category: "AS1",
    key: "far",
    test: { field: "TYPEASS", is: "matches", pattern: "(?i).*[ée]loign[ée]e?.*" },
    value: "Périmètre de protection éloignée",
    level: 1,
    fr: "Captage d’eau potable, zone éloignée : certaines activités sont réglementées.",
    en: "Drinking water catchment, outer area: some activities are regulated.",
  },
];

/** The rules for the variants of a category. */
export function variantRules(category: string): Rule[] {
  return variants
    .filter((variant) => variant.category === category)
    .map(({ key, test, value, level, fr, en }) =>
      ruleOf({
        key: `sup-${category}-${key}`,
        when: [{ field: "CATEGORIE", is: "eq", value: category }, test],
        level,
        legalEffect: "binding",
        ...limitFor(`${category}-${key}`),
        says: both(fr, en),
        advice: [{ text: both("Lisez l’acte, et demandez {authority}.", "Read the act, and ask {authority}.") }],
        examples: [{ attributes: { CATEGORIE: category, [test.field]: value }, level }],
      }),
    );
}
