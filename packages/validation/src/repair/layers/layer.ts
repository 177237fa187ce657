import type { Delivery, DeliveryRow, DeliveryTable } from "../../delivery/delivery.ts";
import type { Environment, RuleOptions } from "../../environment.ts";
import { FindingCollector } from "../../finding-collector.ts";
import type { CompiledModel } from "../../model/compile.ts";
import { matchFiles } from "../../rules/files.ts";
import { matchTables } from "../../rules/layers.ts";
import type { MatchedTable } from "../../rules/table.ts";
import type { Effect } from "../effect.ts";
import type { Target } from "../recipe.ts";

/** What every repair layer receives. A layer wraps a delivery and changes it while it is read. */
export interface LayerContext {
  model: CompiledModel;
  options: RuleOptions;
  /** The effect of the current step. */
  effect: Effect;
}

/** Changes rows during one reading of a table. */
interface RowChange {
  take(batch: DeliveryRow[]): DeliveryRow[];
  end?(): void;
}

/** The changes of a table. */
export interface TableChange {
  facts?: Partial<Pick<DeliveryTable, "fields" | "geometryType" | "crs" | "extent" | "encoding" | "rowCount" | "file">>;
  /** Starts one reading; absent when the rows do not change. */
  rows?(): RowChange;
}

const changedTables = new WeakSet<DeliveryTable>();

/** True when a table of a repaired delivery differs from its file. */
export function isChanged(table: DeliveryTable): boolean {
  return changedTables.has(table);
}

/** Marks a table as changed if the table that it replaces was changed. */
export function inheritChange(table: DeliveryTable, from: DeliveryTable): void {
  if (changedTables.has(from)) changedTables.add(table);
}

/** A delivery whose tables are changed while they are read, batch by batch. A table for which `change` returns null stays as it is. */
export function withTables(delivery: Delivery, change: (table: DeliveryTable) => TableChange | null): Delivery {
  const inner = new Map<DeliveryTable, DeliveryTable>();
  const begins = new Map<DeliveryTable, TableChange["rows"]>();
  const tables = delivery.tables.map((table) => {
    const made = change(table);
    const begin = made?.rows;
    const outer: DeliveryTable = made ? { ...table, ...made.facts, rows: () => through(table.rows(), begin) } : table;
    if (made) changedTables.add(outer);
    inner.set(outer, table);
    begins.set(outer, begin);
    return outer;
  });
  const { readInOrder } = delivery;
  if (!readInOrder) return { ...delivery, tables };
  return {
    ...delivery,
    tables,
    readInOrder(wanted) {
      const reader = readInOrder(wanted.map((table) => inner.get(table) ?? table));
      return { rows: (table) => through(reader.rows(inner.get(table) ?? table), begins.get(table)), close: () => reader.close() };
    },
  };
}

async function* through(rows: AsyncGenerator<DeliveryRow[]>, begin: TableChange["rows"]): AsyncGenerator<DeliveryRow[]> {
  const change = begin?.();
  try {
    for await (const batch of rows) {
      const changed = change ? change.take(batch) : batch;
      if (changed.length > 0) yield changed;
    }
  } finally {
    change?.end?.();
  }
}

/** The tables of a delivery that match the model, by the same rules as a check. */
export function matchedIn(
  delivery: Delivery,
  { model, options }: Pick<LayerContext, "model" | "options">,
): ReadonlyMap<DeliveryTable, MatchedTable> {
  const collector = new FindingCollector("", {}, 0);
  const environment: Pick<Environment, "delivery" | "model" | "collector"> = { delivery, model, collector };
  const files = matchFiles(delivery, model, options.flat ?? false, collector);
  return new Map([...matchTables(files, environment)].map((matched) => [matched.table, matched]));
}

/** True when a repair applies to a table. */
export function isTargeted({ fileModel, table, file }: Target, matched: MatchedTable): boolean {
  return (
    (fileModel === undefined || fileModel === matched.fileModel) &&
    (table === undefined || table === matched.table.name) &&
    (file === undefined || file === matched.table.file)
  );
}

/** Maps the rows of a batch; null removes a row. */
export function eachRow(batch: readonly DeliveryRow[], change: (row: DeliveryRow) => DeliveryRow | null): DeliveryRow[] {
  return batch.flatMap((row) => change(row) ?? []);
}
