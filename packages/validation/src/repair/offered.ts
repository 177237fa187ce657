import type { Code } from "../codes.ts";
import type { Finding, RepairId } from "../finding.ts";
import type { OneClick } from "./recipe.ts";
import { snapPrecision } from "./repairs/snap-precision.ts";

/** The part of a finding that a repair needs. */
export type RepairPlace = Pick<Finding, "repair" | "code" | "fileModel" | "table" | "field" | "file" | "row">;

/** The operation that repairs a finding or all findings of its group (code, file, table and field); null when no repair is offered. */
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

/** Collects one operation for each group of findings with a repair, sorted by `order`. Memory grows with the number of groups. */
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

/** File names first, then coordinate systems and columns, then cells and geometries, then rows: each repair affects the later ones. */
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

/** The field of a finding on a geometry is the geometry's name. The operation omits it: a table has only one geometry. */
function isOfShape(repair: RepairId): boolean {
  return repair === "make-valid" || repair === "close-rings" || repair === "simplify" || repair === "snap-precision";
}

/** Common borders are snapped together: a single row would separate from its neighbours. */
function isOfNeighbours(repair: RepairId, code: Code): boolean {
  return repair === "snap-precision" && !snapPrecision.codes.includes(code);
}
