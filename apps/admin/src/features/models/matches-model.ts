import type { ModelSummary } from "@archipel/contracts/models.ts";
import { matches } from "@archipel/i18n/matches.ts";

/** Whether each typed word is in one of a model's names. Accents and case do not matter. */
export function matchesModel({ key, title, standard }: Pick<ModelSummary, "key" | "title" | "standard">, typed: string): boolean {
  return matches(`${title.fr} ${title.en} ${key} ${standard?.name ?? ""} ${standard?.version ?? ""}`, typed);
}
