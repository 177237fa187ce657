import type { DeliveryTable } from "../delivery/delivery.ts";
import type { Operation } from "./recipe.ts";

/** How much a step of a recipe changed, by kind of object. */
export interface Counts {
  cells: number;
  shapes: number;
  /** Geometries that the repair left unchanged, because they would have got a fault. */
  left: number;
  rows: number;
  columns: number;
  files: number;
  /** Metadata records. */
  records: number;
  /** Change of the total area, in square metres. */
  area: number;
}

const none = (): Counts => ({ cells: 0, shapes: 0, left: 0, rows: 0, columns: 0, files: 0, records: 0, area: 0 });

/** The effect of a step of a recipe on a delivery. A step is one repair, or several consecutive manual edits. */
export class Effect {
  readonly operations: readonly Operation[];
  /** True when the step changes more than rows and columns: file names, metadata records, coordinate systems. */
  isWide = false;
  /** The changes that were made without reading rows. */
  readonly immediate = none();
  readonly #tables = new Map<string, Counts>();

  constructor(operations: readonly Operation[]) {
    this.operations = operations;
  }

  /** The tables that the step may change. */
  get tables(): ReadonlySet<string> {
    return new Set(this.#tables.keys());
  }

  /** All changes. Changes of rows are counted while the rows are read. */
  get counts(): Counts {
    const sum = { ...this.immediate };
    for (const counts of this.#tables.values()) for (const name of Object.keys(sum) as (keyof Counts)[]) sum[name] += counts[name];
    return sum;
  }

  /** Resets the counts of a table that is about to be read. */
  begin(table: DeliveryTable): Counts {
    const counts = none();
    this.#tables.set(tableKey(table), counts);
    return counts;
  }
}

/** The key of a table in a delivery. */
export function tableKey({ file, name }: Pick<DeliveryTable, "file" | "name">): string {
  return `${file}\u0000${name}`;
}
