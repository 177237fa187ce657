import type { DeliveryTable } from "../delivery/delivery.ts";
import type { Operation } from "./recipe.ts";

/** How much a step of a recipe changed. */
export interface Counts {
  cells: number;
  shapes: number;
  /** Shapes that a repair of all of them left as they were: they would have got a fault. */
  left: number;
  rows: number;
  columns: number;
  files: number;
  /** Metadata records. */
  records: number;
  /** Square metres that areas have more than as they were drawn; less when negative. */
  area: number;
}

const none = (): Counts => ({ cells: 0, shapes: 0, left: 0, rows: 0, columns: 0, files: 0, records: 0, area: 0 });

/** What a step of a recipe (one repair, or several edits by hand in a row) does to a delivery. */
export class Effect {
  readonly operations: readonly Operation[];
  /** It bears on more than the rows of the tables that it names: names of files, records, coordinate systems. */
  isWide = false;
  /** What it did at once, without reading a row. */
  readonly atOnce = none();
  readonly #tables = new Map<string, Counts>();

  constructor(operations: readonly Operation[]) {
    this.operations = operations;
  }

  /** The tables that it may change. */
  get tables(): ReadonlySet<string> {
    return new Set(this.#tables.keys());
  }

  /** What it changed: rows count when they were last read. */
  get counts(): Counts {
    const sum = { ...this.atOnce };
    for (const counts of this.#tables.values()) for (const name of Object.keys(sum) as (keyof Counts)[]) sum[name] += counts[name];
    return sum;
  }

  /** The counts of a table that is about to be read (again). */
  begin(table: DeliveryTable): Counts {
    const counts = none();
    this.#tables.set(tableKey(table), counts);
    return counts;
  }
}

/** A table of a delivery by its file and name. */
export function tableKey({ file, name }: Pick<DeliveryTable, "file" | "name">): string {
  return `${file}\u0000${name}`;
}
