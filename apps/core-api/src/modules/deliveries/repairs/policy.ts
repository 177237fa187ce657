import type { DoneRepair, LineageEntry } from "@archipel/contracts/repairs.ts";
import { addEntry } from "@archipel/validation/repair/lineage.ts";
import { type Operation, parseRecipe, RecipeError, rowOfEdit } from "@archipel/validation/repair/recipe.ts";
import { DomainError } from "../../../kernel/domain-error.ts";

type About = Pick<DoneRepair, "kind" | "file" | "table" | "field" | "row" | "value">;

/** What an operation is about, for lists. */
export function aboutOf(operation: Operation): About {
  if ("repair" in operation) {
    const { file = null, table = null, field = null, row = null } = operation.on;
    return { kind: operation.repair, file, table, field, row, value: null };
  }
  const { file = null, table, row } = rowOfEdit(operation);
  if ("set" in operation) return { kind: "edited-values", file, table, row, field: operation.set.field, value: operation.set.value };
  return { kind: "setShape" in operation ? "edited-shapes" : "removed-rows", file, table, row, field: null, value: null };
}

/** Kinds with their sums, in the order in which they came. Several edits of one cell are one. */
export function lineageOfAll(repairs: readonly { operation: Operation; counts: readonly LineageEntry[] | null }[]): LineageEntry[] {
  const sums = new Map<string, LineageEntry>();
  const add = (entry: LineageEntry) => addEntry(sums, entry);
  const edited = new Set<string>();
  for (const { operation, counts } of repairs) {
    if ("repair" in operation) for (const entry of counts ?? []) add(entry);
    else {
      const { kind, file, table, row, field } = aboutOf(operation);
      const key = JSON.stringify([kind, file, table, row, field]);
      if (!edited.has(key)) add({ kind, count: 1, area: 0 });
      edited.add(key);
    }
  }
  return [...sums.values()];
}

/** All operations of a recipe, the new ones last. @throws DomainError when they are too many or not of their form */
export function validRecipe(operations: readonly unknown[]): Operation[] {
  try {
    return parseRecipe({ operations }).operations;
  } catch (error) {
    if (!(error instanceof RecipeError)) throw error;
    const isTooLong = error.issues.some(({ operation }) => operation === null);
    throw new DomainError("invalid", isTooLong ? "too-many-repairs" : "repair-refused", { detail: error.message.slice(0, 300) });
  }
}
