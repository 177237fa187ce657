import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { promoteWkb } from "@archipel/geo/wkb-promote.ts";
import { STAGING, type TableSpec, tableRef } from "./layer-table.ts";

export type RowValue = string | number | boolean | null;

/** A feature on its way into a layer's table. `index` (1…n) becomes its `fid`; values follow the order of the spec's fields. */
export interface LayerRow {
  index: number;
  values: readonly RowValue[];
  /** WKB or EWKB in the CRS of the spec; its SRID, dimensions and type are made those of the column. */
  ewkb: Uint8Array | null;
}

/** Text gathered for one COPY. The embedded database holds a COPY in memory, the server has nothing to win beyond this. */
const COPY_CHARACTERS = 8 * 1024 * 1024;

/**
 * Appends rows to the staging table of a layer. Calls may follow one another in transactions of their own.
 *
 * @returns the number of rows written
 * @throws WkbError when a geometry does not fit the column of the spec
 */
export async function copyRows(sql: SqlSession, spec: TableSpec, batches: AsyncIterable<readonly LayerRow[]>): Promise<number> {
  const columns = ["fid", ...spec.fields.map((field) => field.column), "geom"].map(quoteIdentifier).join(", ");
  const statement = `COPY ${tableRef(spec.tableName, STAGING)} (${columns}) FROM STDIN`;
  let text = "";
  let rows = 0;
  const flush = async () => {
    if (text === "") return;
    const bytes = Buffer.from(text, "utf8");
    text = "";
    await sql.copyFrom(statement, once(bytes));
  };
  for await (const batch of batches) {
    for (const row of batch) {
      text += rowText(row, spec);
      if (text.length >= COPY_CHARACTERS) await flush();
    }
    rows += batch.length;
  }
  await flush();
  return rows;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function rowText(row: LayerRow, spec: TableSpec): string {
  let text = String(row.index);
  for (let index = 0; index < spec.fields.length; index++) {
    const field = spec.fields[index];
    const value = row.values[index];
    text += `\t${field === undefined || value === undefined || value === null ? "\\N" : valueText(value, field.type)}`;
  }
  if (row.ewkb === null) return `${text}\t\\N\n`;
  const geometry = promoteWkb(row.ewkb, spec.geometry);
  return `${text}\t${Buffer.from(geometry.buffer, geometry.byteOffset, geometry.byteLength).toString("hex")}\n`;
}

/** A value in COPY's text form. What its column cannot hold becomes null: one odd date must not cost the whole file. */
function valueText(value: string | number | boolean, type: LayerField["type"]): string {
  switch (type) {
    case "text":
      return escapeText(String(value));
    case "integer":
      return /^[+-]?\d{1,18}$/.test(String(value)) ? String(value) : "\\N";
    case "double": {
      const number = Number(value);
      return Number.isFinite(number) ? String(number) : "\\N";
    }
    case "boolean":
      return typeof value === "boolean" ? String(value) : value === 1 || value === "true" || value === "1" ? "true" : "false";
    case "date":
      return dateText(String(value), 10);
    case "datetime":
      return dateText(String(value), 40);
  }
}

const SPECIAL = /[\\\t\n\r\0]/;

function escapeText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  // PostgreSQL's text cannot hold NUL.
  return text.replaceAll("\0", "").replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}

/** ISO dates that exist, in years that PostgreSQL takes. */
function dateText(text: string, length: number): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?$/.exec(text);
  if (!match) return "\\N";
  const [, year, month, day] = match.map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0));
  const exists = year !== undefined && year > 0 && date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
  return exists && !Number.isNaN(Date.parse(isoForm(text))) ? text.slice(0, length) : "\\N";
}

/** `2024-01-01 10:00:00+01` as JavaScript reads it, so that impossible hours are found. */
function isoForm(text: string): string {
  if (text.length === 10) return text;
  return text
    .replace(" ", "T")
    .replace(/([+-]\d{2})$/, "$1:00")
    .replace(/([+-]\d{2})(\d{2})$/, "$1:$2");
}
