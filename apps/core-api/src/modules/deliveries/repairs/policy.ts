import type { DoneRepair, LineageEntry, offeredRepairsInput } from "@archipel/contracts/repairs.ts";
import { isCode } from "@archipel/validation/codes.ts";
import { repairIds } from "@archipel/validation/finding.ts";
import { addEntry } from "@archipel/validation/repair/lineage.ts";
import { OfferedRepairs, operationFor } from "@archipel/validation/repair/offered.ts";
import { type OneClick, type Operation, parseRecipe, RecipeError, rowOfEdit } from "@archipel/validation/repair/recipe.ts";
import type { z } from "zod";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { OfferedRow } from "./queries.ts";

type About = Pick<DoneRepair, "kind" | "file" | "table" | "field" | "row" | "value">;

/** The subject of an operation, for lists. */
export function aboutOf(operation: Operation): About {
  if ("repair" in operation) {
    const { file = null, table = null, field = null, row = null } = operation.on;
    return { kind: operation.repair, file, table, field, row, value: null };
  }
  const { file = null, table, row } = rowOfEdit(operation);
  if ("set" in operation) return { kind: "edited-values", file, table, row, field: operation.set.field, value: operation.set.value };
  return { kind: "setShape" in operation ? "edited-shapes" : "removed-rows", file, table, row, field: null, value: null };
}

/** Kinds of repairs with their sums, in the order in which they came. Several edits of one cell count as one. */
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

/** All operations of a recipe, the new ones last. @throws DomainError when there are too many, or one is malformed */
export function validRecipe(operations: readonly unknown[]): Operation[] {
  try {
    return parseRecipe({ operations }).operations;
  } catch (error) {
    if (!(error instanceof RecipeError)) throw error;
    const isTooLong = error.issues.some(({ operation }) => operation === null);
    throw new DomainError("invalid", isTooLong ? "too-many-repairs" : "repair-refused", { detail: error.message.slice(0, 300) });
  }
}

type OfferedInput = z.infer<typeof offeredRepairsInput>;

/** Offered repairs as operations, in the order in which they build on each other. Repairs unknown to this version are left out. */
export function operationsOf(offered: readonly OfferedRow[], { on, precision }: Pick<OfferedInput, "on" | "precision">): OneClick[] {
  const isOfOneLine = "sequence" in on;
  const groups = new OfferedRepairs();
  const lines: OneClick[] = [];
  for (const { code, repair: name, ...place } of offered) {
    const repair = repairIds.find((id) => id === name);
    if (!repair || !isCode(code)) continue;
    const finding = { ...place, code, repair };
    const line = isOfOneLine ? operationFor(finding, "finding") : null;
    if (line) lines.push(line);
    else groups.add(finding);
  }
  const operations = [...lines, ...groups.list()];
  if (precision === undefined) return operations;
  return operations.map((operation) => (operation.repair === "snap-precision" ? { ...operation, params: { precision } } : operation));
}
