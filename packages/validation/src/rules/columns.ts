import type { DeliveryTable } from "../delivery/delivery.ts";
import type { Place } from "../finding.ts";
import type { FindingCollector } from "../finding-collector.ts";
import type { Field } from "../model/field.ts";
import type { TableModel } from "../model/table.ts";
import { renamedFields } from "../repair/repairs/rename-field.ts";

/** A field of the model and its column in the table. */
export interface BoundField {
  field: Field;
  column: number;
}

/** How the columns of a table match the fields of its model. */
export interface Binding {
  bound: BoundField[];
  missing: Field[];
  /** Columns that the model does not allow. */
  unexpected: string[];
  /** Columns that are probably missing fields under another name, by field name. */
  renamed: ReadonlyMap<string, string>;
}

/** Matches the model's fields to the table's columns by name, case-insensitive. */
export function bindingOf(table: DeliveryTable, model: TableModel): Binding {
  const columns = new Map(table.fields.map(({ name }, column) => [name.toUpperCase(), column]));
  const bound: BoundField[] = [];
  const missing: Field[] = [];
  for (const field of model.fields) {
    const column = columns.get(field.name.toUpperCase());
    columns.delete(field.name.toUpperCase());
    if (column === undefined) missing.push(field);
    else bound.push({ field, column });
  }
  const known = new Set([shapeField(model), "WKT"]);
  const others = [...columns].filter(([name]) => !known.has(name)).map(([name, column]) => table.fields[column]?.name ?? name);
  const renamed = renamedFields(
    missing.map(({ name }) => name),
    others,
  );
  return { bound, missing, unexpected: model.otherFields === "allow" ? [] : others, renamed };
}

/** The national validator distinguishes a column that may be absent from one that must be present and may be empty. */
function codeOfMissing({ isColumnOptional, required }: Field) {
  if (isColumnOptional) return "TABLE_MISSING_PRESENCE_OPTIONAL_ATTRIBUTE";
  return required ? "TABLE_MISSING_ATTRIBUTE" : "TABLE_MISSING_NULLABLE_ATTRIBUTE";
}

const shapeField = (model: TableModel) => (model.geometry?.field ?? "WKT").toUpperCase();

/** Like `bindingOf`, and adds a finding for each field or column without counterpart. */
export function bindColumns(table: DeliveryTable, model: TableModel, place: Place, collector: FindingCollector): BoundField[] {
  const { bound, missing, unexpected, renamed } = bindingOf(table, model);
  for (const field of missing) {
    const repair = renamed.has(field.name) ? "rename-field" : field.required ? null : "add-field";
    collector.add(codeOfMissing(field), { ...place, field: field.name }, { params: { field: field.name, file: table.file }, repair });
  }
  const standIns = new Set(renamed.values());
  for (const name of unexpected)
    collector.add(
      "TABLE_UNEXPECTED_ATTRIBUTE",
      { ...place, field: name },
      { params: { field: name }, repair: standIns.has(name) ? "rename-field" : "drop-field" },
    );
  const hasShapeColumn = table.fields.some(({ name }) => name.toUpperCase() === shapeField(model));
  if (model.geometry?.required && table.geometryType === null && !hasShapeColumn)
    collector.add("TABLE_MISSING_GEOMETRY", { ...place, field: model.geometry.field ?? "WKT" }, { params: { file: table.file } });
  return bound;
}
