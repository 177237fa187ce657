import type { ParquetRow } from "./parquet-file.ts";
import type { Value } from "./values.ts";

/** The first line of PostgreSQL's COPY text, as GDAL writes it and copy-text.ts reads it. */
export function copyHead(geometry: string, names: readonly string[]): string {
  const columns = [geometry, ...names].map((name) => `"${name.replace(/"/g, '""')}"`);
  return `COPY "public"."rows" (${columns.join(", ")}) FROM STDIN;\n`;
}

/** The line of a row. */
export function copyLine({ values, ewkb }: ParquetRow): string {
  let line = ewkb === null ? "\\N" : Buffer.from(ewkb.buffer, ewkb.byteOffset, ewkb.byteLength).toString("hex");
  for (const value of values) line += `\t${copyValue(value)}`;
  return `${line}\n`;
}

/** A backslash comes before tabs, line ends and backslashes, which stay as they are. */
function copyValue(value: Value): string {
  if (value === null) return "\\N";
  if (typeof value === "boolean") return value ? "t" : "f";
  return typeof value === "number" ? String(value) : value.replace(/[\t\n\r\\]/g, "\\$&");
}

export const COPY_END = "\\.\n";
