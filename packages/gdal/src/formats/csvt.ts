import type { FieldType } from "../model.ts";

/** How the file beside a CSV (`.csvt`) tells GDAL the type of a column. */
export const GDAL_TYPES: Record<FieldType, string> = {
  text: "String",
  integer: "Integer64",
  double: "Real",
  boolean: "Integer(Boolean)",
  date: "Date",
  datetime: "DateTime",
};
