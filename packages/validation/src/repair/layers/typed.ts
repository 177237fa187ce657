import type { FieldType as ColumnType, SourceField } from "@archipel/gdal/model.ts";
import type { CellValue, DeliveryRow } from "../../delivery/delivery.ts";
import type { FieldType } from "../../model/field.ts";
import { textOf } from "../../rules/cell.ts";

/** The column for repaired values of a field: unchanged, or of type text when its type cannot represent them. */
export function columnFor({ name, type }: SourceField, field: FieldType): SourceField {
  const isNumber = type === "integer" || type === "double";
  const holds = type === "text" || (isNumber && (field === "integer" || field === "double")) || (type === "boolean" && field === "boolean");
  return holds ? { name, type } : { name, type: "text" };
}

/** Converts a text to the type of a column; undefined when that is not possible. */
export function typedValue(text: string, type: ColumnType): CellValue | undefined {
  if (type === "text") return text;
  if (text.trim() === "") return null;
  if (type === "integer" || type === "double") {
    const number = Number(text);
    return Number.isFinite(number) && (type === "double" || Number.isInteger(number)) ? number : undefined;
  }
  if (type === "boolean") return /^(1|t|true)$/i.test(text) ? true : /^(0|f|false)$/i.test(text) ? false : undefined;
  const day = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(text);
  return day ? (type === "date" ? `${day[1]}-${day[2]}-${day[3]}` : text) : undefined;
}

/** Replaces values of a row, and converts the values of columns that became text. */
export function withValues(row: DeliveryRow, values: ReadonlyMap<number, CellValue>, becameText: ReadonlySet<number>): DeliveryRow {
  if (values.size === 0 && becameText.size === 0) return row;
  const changed = row.values.map((value, column) => {
    const written = values.has(column) ? (values.get(column) ?? null) : value;
    return becameText.has(column) && written !== null ? textOf(written) : written;
  });
  return { ...row, values: changed };
}

/** The column type for a field type of the model. */
export function columnTypeOf(field: FieldType): ColumnType {
  return field === "integer" || field === "double" || field === "boolean" || field === "date" || field === "datetime" ? field : "text";
}
