import { both, sourceOf, themeOf } from "../rule-writer.ts";
import type { SourceRequirement } from "../source.ts";
import type { Theme } from "../theme.ts";
import { PLANNING_CODE } from "./laws.ts";
import { milderPrescriptions, severePrescriptions } from "./prescription-rules.ts";

function table(key: string, name: string, lists: string[], role: SourceRequirement["role"], ringM?: number): SourceRequirement {
  return sourceOf({
    key,
    layers: { models: ["cnig-plu", "cnig-plui", "cnig-pos", "cnig-cc"], tables: [name] },
    role,
    place: { on: "geometry", ...(ringM === undefined ? {} : { ringM }) },
    link: "plan-document",
    signs: [["TYPEPSC", "STYPEPSC"]],
    code: {
      lists: [...lists, "prescriptions"],
      fields: ["TYPEPSC", "STYPEPSC"],
      articles: { columns: ["REFLOI", "REFREGLE"], law: PLANNING_CODE },
    },
    label: ["LIBELLE", "TXT"],
    file: { name: "NOMFIC", url: "URLFIC" },
  });
}

/** The graphic rules of a plan that come on top of those of the zone. */
export const prescriptionTheme: Theme = themeOf({
  id: "plu.prescriptions",
  question: "build",
  family: "prescriptions",
  order: 20,
  title: both("Règles particulières du plan", "Special rules of the plan"),
  sentences: {
    none: both("Aucune règle particulière n’est dessinée ici.", "No special rule is drawn here."),
    noData: both(
      "Ce portail n’a pas les règles particulières du plan ici.",
      "This portal does not have the special rules of the plan here.",
    ),
    failed: both(
      "Les règles particulières n’ont pas pu être vérifiées. Réessayez dans quelques minutes.",
      "The special rules could not be checked. Try again in a few minutes.",
    ),
  },
  heldBy: "mairie",
  terms: ["prescription", "emplacement-reserve"],
  sources: [
    table("areas", "PRESCRIPTION_SURF", ["prescriptions-s"], "needed"),
    table("lines", "PRESCRIPTION_LIN", ["prescriptions-l"], "extra"),
    table("points", "PRESCRIPTION_PCT", ["prescriptions-p"], "extra", 2),
  ],
  rules: [...severePrescriptions, ...milderPrescriptions],
});
