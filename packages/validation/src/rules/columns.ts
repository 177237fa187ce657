import type { DeliveryTable } from "../delivery/delivery.ts";
import type { Place } from "../finding.ts";
import type { Field } from "../model/field.ts";
import type { TableModel } from "../model/table.ts";
import type { Reporter } from "../reporter.ts";

/** A field of the model and the column of the table that answers to it. */
export interface BoundField {
  field: Field;
  column: number;
}

/** Binds the model's fields to the table's columns by name, case not minded, and reports those that miss their other half. */
export function bindColumns(table: DeliveryTable, model: TableModel, place: Place, reporter: Reporter): BoundField[] {
  const columns = new Map(table.fields.map(({ name }, column) => [name.toUpperCase(), column]));
  const bound: BoundField[] = [];
  const shape = (model.geometry?.field ?? "WKT").toUpperCase();
  for (const field of model.fields) {
    const column = columns.get(field.name.toUpperCase());
    columns.delete(field.name.toUpperCase());
    if (column !== undefined) bound.push({ field, column });
    else {
      const isRequired = field.required && !field.isColumnOptional;
      reporter.report(
        isRequired ? "TABLE_MISSING_ATTRIBUTE" : "TABLE_MISSING_NULLABLE_ATTRIBUTE",
        { ...place, field: field.name },
        { params: { field: field.name, file: table.file } },
      );
    }
  }
  if (model.otherFields !== "allow") {
    const known = new Set([shape, "WKT"]);
    for (const [name, column] of columns) {
      const written = table.fields[column]?.name ?? name;
      if (!known.has(name)) reporter.report("TABLE_UNEXPECTED_ATTRIBUTE", { ...place, field: written }, { params: { field: written } });
    }
  }
  if (model.geometry?.required && table.geometryType === null && !table.fields.some(({ name }) => name.toUpperCase() === shape))
    reporter.report("TABLE_MISSING_GEOMETRY", { ...place, field: model.geometry.field ?? "WKT" }, { params: { file: table.file } });
  return bound;
}
