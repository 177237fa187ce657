import type { Delivery, DeliveryRow, DeliveryTable } from "../../delivery/delivery.ts";
import type { Environment, RuleOptions } from "../../environment.ts";
import { FindingCollector } from "../../finding-collector.ts";
import type { CompiledModel } from "../../model/compile.ts";
import { matchFiles } from "../../rules/files.ts";
import { matchTables } from "../../rules/layers.ts";
import type { MatchedTable } from "../../rules/table.ts";
import type { Effect } from "../effect.ts";
import type { Target } from "../recipe.ts";

/** What every layer knows. */
export interface LayerContext {
  model: CompiledModel;
  options: RuleOptions;
  /** Of the step that is being laid over the delivery. */
  effect: Effect;
}

/** Rows on their way, for one reading of a table. */
interface RowChange {
  take(batch: DeliveryRow[]): DeliveryRow[];
  end?(): void;
}

/** How a table is other than before. */
export interface TableChange {
  facts?: Partial<Pick<DeliveryTable, "fields" | "geometryType" | "crs" | "extent" | "encoding" | "rowCount" | "file">>;
  /** Begins one reading; absent when the rows stay as they are. */
  rows?(): RowChange;
}

const changedTables = new WeakSet<DeliveryTable>();

/** Is a table of a repaired delivery other than in its file? */
export function isChanged(table: DeliveryTable): boolean {
  return changedTables.has(table);
}

/** Remembers that a table stands for one that was changed before. */
export function inheritChange(table: DeliveryTable, from: DeliveryTable): void {
  if (changedTables.has(from)) changedTables.add(table);
}

/** A delivery whose tables are changed while they are read, batch by batch. Those for which `change` gives null stay themselves. */
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

/** The tables of a delivery that answer to the model, as a check matches them. */
export function matchedIn(
  delivery: Delivery,
  { model, options }: Pick<LayerContext, "model" | "options">,
): ReadonlyMap<DeliveryTable, MatchedTable> {
  const collector = new FindingCollector("", {}, 0);
  const environment: Pick<Environment, "delivery" | "model" | "collector"> = { delivery, model, collector };
  const files = matchFiles(delivery, model, options.flat ?? false, collector);
  return new Map([...matchTables(files, environment)].map((matched) => [matched.table, matched]));
}

/** Is a table among those that a repair is for? */
export function isMeant({ fileModel, table, file }: Target, matched: MatchedTable): boolean {
  return (
    (fileModel === undefined || fileModel === matched.fileModel) &&
    (table === undefined || table === matched.table.name) &&
    (file === undefined || file === matched.table.file)
  );
}

/** Each row of a batch through a function; null takes it out. */
export function eachRow(batch: readonly DeliveryRow[], change: (row: DeliveryRow) => DeliveryRow | null): DeliveryRow[] {
  return batch.flatMap((row) => change(row) ?? []);
}
