import type { Code } from "../codes.ts";
import type { Finding, RepairId } from "../finding.ts";
import type { OneClick } from "./recipe.ts";
import { snapPrecision } from "./repairs/snap-precision.ts";

/** What must be known of a finding to repair it. */
export type RepairPlace = Pick<Finding, "repair" | "code" | "fileModel" | "table" | "field" | "file" | "row">;

/** The repair of a finding, or of all findings of its group (code, file, table and field), as an operation; null when none is offered. */
export function operationFor(finding: RepairPlace, reach: "finding" | "group"): OneClick | null {
  const { repair, code, fileModel, table, field, file, row } = finding;
  if (repair === null) return null;
  return {
    repair,
    on: {
      code,
      ...(fileModel === null ? {} : { fileModel }),
      ...(table === null ? {} : { table }),
      ...(field === null || isOfShape(repair) ? {} : { field }),
      ...(file === null ? {} : { file }),
      ...(row === null || reach === "group" || isOfNeighbours(repair, code) ? {} : { row }),
    },
  };
}

/** Gathers one operation for each group of findings that is offered a repair, in the order of `order`. Memory grows with groups. */
export class OfferedRepairs {
  readonly #operations = new Map<string, OneClick>();

  add(finding: RepairPlace): void {
    const operation = operationFor(finding, "group");
    if (operation) this.#operations.set(JSON.stringify(operation), operation);
  }

  list(): OneClick[] {
    return [...this.#operations.values()].sort((a, b) => order.indexOf(a.repair) - order.indexOf(b.repair));
  }
}

/** Names first, then systems and columns, then cells and shapes, rows last: each bears on what comes after it. */
const order: readonly RepairId[] = [
  "drop-file",
  "rename-file",
  "fix-metadata",
  "re-encode",
  "reproject",
  "rename-field",
  "add-field",
  "drop-field",
  "clean-characters",
  "trim",
  "cast",
  "fill-from-code-list",
  "fill-value",
  "close-rings",
  "make-valid",
  "simplify",
  "snap-precision",
  "drop-duplicates",
];

/** The field of a finding on a shape is the geometry's name: a table has one. */
function isOfShape(repair: RepairId): boolean {
  return repair === "make-valid" || repair === "close-rings" || repair === "simplify" || repair === "snap-precision";
}

/** A border is laid on a grid with those beside it: one row alone would come away from its neighbours. */
function isOfNeighbours(repair: RepairId, code: Code): boolean {
  return repair === "snap-precision" && !snapPrecision.codes.includes(code);
}
