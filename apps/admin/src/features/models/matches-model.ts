import type { ModelSummary } from "@archipel/contracts/models.ts";
import { fold } from "@archipel/i18n/fold.ts";

/** Whether each typed word is in one of a model's names. Accents and case do not matter. */
export function matchesModel({ key, title, standard }: Pick<ModelSummary, "key" | "title" | "standard">, typed: string): boolean {
  const text = fold(`${title.fr} ${title.en} ${key} ${standard?.name ?? ""} ${standard?.version ?? ""}`);
  return fold(typed)
    .split(/\s+/)
    .every((word) => text.includes(word));
}
