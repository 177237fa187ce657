import { categoryTitles } from "@archipel/validation/national/titles.ts";
import { authoritiesOf } from "../authorities.ts";
import type { Pack } from "../pack.ts";
import { both, has, ruleOf, sourceOf, themeOf } from "../rule-writer.ts";
import type { BothLanguages } from "../texts.ts";
import type { Theme } from "../theme.ts";
import type { Easement } from "./easement.ts";
import { landEasements } from "./easements-a.ts";
import { networkEasements } from "./easements-b.ts";
import { isPreventionPlan, limitFor } from "./limits.ts";
import { variantRules } from "./variants.ts";

/** Categories without sentence and title, from older editions. Their act alone says what they ask. */
const untitled = ["AS3", "EL1", "EL2", "I1bis", "PM9", "T10", "T11"];
const other = both("Autre servitude", "Another easement");

const easements = [...landEasements, ...networkEasements];
const titles = new Map<string, BothLanguages>([
  ...untitled.map((category): [string, BothLanguages] => [category, other]),
  ...Object.entries(categoryTitles).filter(([category]) => category !== "ANY"),
]);

const order = new Map(
  [...titles.keys()].sort((a, b) => a.localeCompare(b, "en", { numeric: true })).map((category, index) => [category, index]),
);

function themeFor(category: string, title: BothLanguages, rules: readonly Easement[]): Theme {
  return themeOf({
    id: `sup.${category.toLowerCase()}`,
    question: "build",
    family: "easements",
    order: 100 + (order.get(category) ?? 0),
    title,
    sentences: {
      none: both("Aucune servitude de cette sorte ne touche ce terrain.", "No easement of this kind touches this land."),
      noData: both("Ce portail n’a pas les servitudes de cette sorte ici.", "This portal does not have the easements of this kind here."),
      failed: both(
        "Les servitudes de cette sorte n’ont pas pu être vérifiées. Réessayez dans quelques minutes.",
        "The easements of this kind could not be checked. Try again in a few minutes.",
      ),
    },
    heldBy: "gpu",
    terms: ["servitude"],
    // The easement is the plan itself, which the layers of plans know better. That one kind of plan is absent denies no other.
    ...(category === "PM1" ? { denies: { noData: ["prevention-plan"] } } : {}),
    sources: [
      sourceOf({
        key: "footprints",
        layers: { models: ["cnig-sup"], tables: [`${category}_ASSIETTE_SUP_*`, "ASSIETTE_SUP_*"] },
        role: "needed",
        signs: [
          ["CATEGORIE", "NOMSUPLITT"],
          ["CATEGORIE", "NOMASS", "TYPEASS"],
        ],
        link: "easement-act",
        code: { lists: ["easements"], fields: ["CATEGORIE"] },
        label: ["NOMSUPLITT", "NOMASS"],
        only: has({ CATEGORIE: category }),
        withoutPosition: [{ field: "MODEGEOASS", is: "matches", pattern: "(?i).*fictive.*" }],
      }),
    ],
    rules: [...rules.map(([, level, fr, en]) => easementRule(category, level, fr, en)), ...variantRules(category)],
  });
}

/** Easements of categories that no edition of the standard names: the act alone says what they ask. */
function otherTheme(): Theme {
  const { sources, ...theme } = themeFor("ASSIETTE", both("Autres servitudes", "Other easements"), []);
  return {
    ...theme,
    id: "sup.other",
    order: 100 + order.size,
    sources: sources.map((source) => ({
      ...source,
      layers: { models: ["cnig-sup"], tables: ["ASSIETTE_SUP_*"] },
      only: [{ field: "CATEGORIE", is: "exists" as const }],
      except: has({ CATEGORIE: [...titles.keys()] }),
    })),
  };
}

function easementRule(category: string, level: Easement[1], fr: string, en: string) {
  return ruleOf({
    key: `sup-${category}`,
    when: has({ CATEGORIE: category }),
    level,
    legalEffect: "binding",
    ...limitFor(category),
    ...(isPreventionPlan(category) ? { affirms: ["prevention-plan"] } : {}),
    says: both(fr, en),
    advice: [{ text: both("Lisez l’acte, et demandez {authority}.", "Read the act, and ask {authority}.") }],
    provisions: [{ type: "law", title: "Code de l’urbanisme", articles: ["L152-7"] }],
    examples: [{ attributes: { CATEGORIE: category, NOMSUPLITT: "Servitude 1" }, level }],
  });
}

/**
 * Public easements in the standard of the CNIG. Each category is a theme of its own, because a portal publishes some of them only: the
 * absence of one says nothing of the others.
 */
export const frSup: Pack = {
  format: "archipel-answers/1",
  id: "fr-sup",
  version: "2026-11",
  title: both("Servitudes d’utilité publique", "Public easements"),
  authorities: authoritiesOf("gpu", "mairie"),
  codeLists: { easements: { columns: ["code", "fr", "en"], rows: [...titles].map(([category, { fr, en }]) => [category, fr, en]) } },
  relations: {
    partly: both("Cela concerne {share} du terrain ({area}).", "This concerns {share} of the land ({area})."),
    crosses: both("Longueur sur le terrain : {length}.", "Length on the land: {length}."),
    border: both(
      "La limite passe à moins de {distance} : seul le gestionnaire de la servitude peut trancher.",
      "The limit passes within {distance}: only the body in charge of the easement can tell.",
    ),
    near: both("C’est à {distance} du terrain.", "It is {distance} from the land."),
    commune: both(
      "La position exacte n’est pas publiée : demandez au gestionnaire si ce terrain est touché.",
      "The exact position is not published: ask the body in charge whether this land is affected.",
    ),
  },
  documents: {
    statuses: { Création: "inForce", Modification: "inForce", Substitution: "inForce" },
    lines: {
      inForce: both("Acte : {document}, du {date}.", "Act: {document}, of {date}."),
      unknown: both("Acte : {document}.", "Act: {document}."),
    },
  },
  withoutRule: both("Servitude {code} : {label}. Lisez l’acte.", "Easement {code}: {label}. Read the act."),
  disclaimers: [
    both(
      "Toutes les servitudes ne sont pas publiées sous forme numérique. La liste complète est dans les annexes du plan d’urbanisme.",
      "Not all easements are published in digital form. The complete list is in the annexes of the planning document.",
    ),
  ],
  glossary: {
    servitude: {
      term: both("Servitude d’utilité publique", "Public easement"),
      text: both(
        "Une limite au droit de propriété, fixée par une loi ou un acte de l’État, pour protéger un lieu, un réseau ou des personnes.",
        "A limit of the right of property, set by law or an act of the State, to protect a place, a network or people.",
      ),
    },
  },
  themes: [
    ...[...titles].map(([category, title]) =>
      themeFor(
        category,
        title,
        easements.filter(([code]) => code === category),
      ),
    ),
    otherTheme(),
  ],
};
