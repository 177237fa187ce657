import type { FieldType } from "../model.ts";

// The CSV that we write for GDAL, on the way in and on the way out.

/** Name of the geometry column. */
export const CSV_GEOMETRY = "__geometry";
/** How GDAL reads it: nothing is guessed. */
export const CSV_OPTIONS = [
  "AUTODETECT_TYPE=NO",
  "EMPTY_STRING_AS_NULL=YES",
  `GEOM_POSSIBLE_NAMES=${CSV_GEOMETRY}`,
  "KEEP_GEOM_COLUMNS=NO",
];

/** One line of it. */
export function csvLine(values: readonly string[]): string {
  return `${values.map((value) => (value === "" ? "" : `"${value.replaceAll('"', '""')}"`)).join(",")}\n`;
}

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
