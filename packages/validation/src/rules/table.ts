import type { DeliveryTable } from "../delivery/delivery.ts";
import type { ExtraRun, ExtraTable } from "../extras/extra.ts";
import type { Place } from "../finding.ts";
import type { CompiledModel } from "../model/compile.ts";
import type { TableModel } from "../model/table.ts";
import type { Reporter } from "../reporter.ts";
import { textOf } from "./cell.ts";
import { bindColumns } from "./columns.ts";
import { valueCheckOf } from "./values.ts";

/** A table of the delivery beside the table model that it answers to. */
export interface MatchedTable {
  table: DeliveryTable;
  /** Key of the model's `tables`. */
  name: string;
  model: TableModel;
  fileModel: string;
}

/** Reads a table once and asks its rows everything that a row can answer alone. Yields how many rows each batch had. */
export async function* checkTable(
  matched: MatchedTable,
  compiled: CompiledModel,
  extras: readonly ExtraRun[],
  reporter: Reporter,
): AsyncGenerator<number> {
  const { table, model, fileModel, name } = matched;
  const place: Place = { fileModel, file: table.file, table: table.name };
  const bound = bindColumns(table, model, place, reporter);
  const fields = bound.map((field) => ({ ...field, check: valueCheckOf(field.field, compiled.lists) }));
  const identifying = fields.find(({ field }) => field.identifies);
  const columns = new Map(bound.map(({ field, column }) => [field.name, column]));
  const seen: ExtraTable = {
    table,
    name,
    fileModel,
    fields: bound,
    text: (row, field) => textOf(row.values[columns.get(field) ?? -1]),
  };
  let count = 0;
  for await (const batch of table.rows()) {
    for (const row of batch) {
      const featureId = identifying ? textOf(row.values[identifying.column]) : row.id;
      for (const { field, column, check } of fields) {
        for (const { code, params } of check(textOf(row.values[column])))
          reporter.report(code, { ...place, field: field.name, row: row.row, featureId }, { params, level: field.levels?.[code] });
      }
      for (const extra of extras) extra.row?.(row, seen);
    }
    count += batch.length;
    yield batch.length;
  }
  if (count === 0 && !model.mayBeEmpty) reporter.report("FILE_EMPTY", place, { params: { file: table.file } });
}
