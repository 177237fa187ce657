import type { FieldType } from "../model.ts";

/** The column types of a `.csvt` file, from which GDAL reads the types of a CSV. */
export const GDAL_TYPES: Record<FieldType, string> = {
  text: "String",
  integer: "Integer64",
  double: "Real",
  boolean: "Integer(Boolean)",
  date: "Date",
  datetime: "DateTime",
  localdatetime: "DateTime",
};
