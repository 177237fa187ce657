import type { CellValue, Delivery, DeliveryTable } from "../../delivery/delivery.ts";
import { isEmpty, textOf } from "../../rules/cell.ts";
import { bindingOf } from "../../rules/columns.ts";
import { FileIndex } from "../../rules/documents.ts";
import { foreignKeyChecks } from "../../rules/keys.ts";
import { cellSubjectOf, repairedCell } from "../cells.ts";
import type { OneClick } from "../recipe.ts";
import type { CellRepair } from "../repairs/repair.ts";
import { eachRow, isTargeted, type LayerContext, matchedIn, type TableChange, withTables } from "./layer.ts";
import { columnFor, typedValue, withValues } from "./typed.ts";

/** Applies a repair of cells to all cells that have the fault. */
export function cellLayer(delivery: Delivery, repair: CellRepair, { on, params }: OneClick, context: LayerContext): Delivery {
  const matched = matchedIn(delivery, context);
  const surroundings = { model: context.model, files: new FileIndex(delivery), name: delivery.name };
  return withTables(delivery, (table) => {
    const found = matched.get(table);
    if (!found || !isTargeted(on, found)) return null;
    const { bound } = bindingOf(table, found.model);
    const asked = bound.filter(({ field }) => on.field === undefined || field.name.toUpperCase() === on.field.toUpperCase());
    const cells = asked.map(({ field, column }) => ({ field, column, subject: cellSubjectOf(field, found.name, surroundings) }));
    return cellChange(
      table,
      cells.map(({ column }) => column),
      new Map(
        cells.map(({ column, field }) => [column, columnFor(table.fields[column] ?? { name: field.name, type: "text" }, field.type)]),
      ),
      (values, row) => {
        const repaired = new Map<number, string>();
        if (on.row !== undefined && on.row !== row) return repaired;
        for (const { column, subject } of cells) {
          const text = repairedCell(repair, on.code, values[column] ?? null, subject, params);
          if (text !== null) repaired.set(column, text);
        }
        return repaired;
      },
      context,
    );
  });
}

/** Replaces combinations of values that are in no row of a code list by the only row that they can mean. */
export function keyLayer(delivery: Delivery, { on }: OneClick, context: LayerContext): Delivery {
  const matched = matchedIn(delivery, context);
  return withTables(delivery, (table) => {
    const found = matched.get(table);
    if (!found || !isTargeted(on, found)) return null;
    const columns = new Map(bindingOf(table, found.model).bound.map(({ field, column }) => [field.name, column]));
    const keys = foreignKeyChecks(found.model, context.model, columns).filter(
      ({ fields }) => on.field === undefined || fields.join(", ") === on.field,
    );
    const touched = [...new Set(keys.flatMap(({ fields }) => fields.map((field) => columns.get(field) ?? -1)))];
    return cellChange(
      table,
      touched,
      new Map(touched.map((column) => [column, columnFor(table.fields[column] ?? { name: "", type: "text" }, "string")])),
      (values, row) => {
        const repaired = new Map<number, string>();
        if (on.row !== undefined && on.row !== row) return repaired;
        for (const { fields, check } of keys) {
          const meant = check((field) => textOf(values[columns.get(field) ?? -1]))?.meant;
          fields.forEach((field, index) => {
            const [column, text] = [columns.get(field) ?? -1, meant?.[index]];
            if (text !== undefined && text !== textOf(values[column])) repaired.set(column, text);
          });
        }
        return repaired;
      },
      context,
    );
  });
}

/** Repairs cells as texts, and converts the texts to the types of their columns. */
function cellChange(
  table: DeliveryTable,
  columns: readonly number[],
  types: ReadonlyMap<number, DeliveryTable["fields"][number]>,
  repair: (values: readonly CellValue[], row: number) => ReadonlyMap<number, string>,
  { effect }: LayerContext,
): TableChange | null {
  if (columns.length === 0) return null;
  effect.begin(table);
  const fields = table.fields.map((field, column) => types.get(column) ?? field);
  const becameText = new Set(columns.filter((column) => fields[column]?.type !== table.fields[column]?.type));
  return {
    facts: { fields },
    rows: () => {
      const counts = effect.begin(table);
      return {
        take: (batch) =>
          eachRow(batch, (row) => {
            const values = new Map<number, CellValue>();
            for (const [column, text] of repair(row.values, row.row)) {
              const value = isEmpty(text) ? null : typedValue(text, fields[column]?.type ?? "text");
              if (value === undefined) continue;
              values.set(column, value);
              counts.cells++;
            }
            return withValues(row, values, becameText);
          }),
      };
    },
  };
}
