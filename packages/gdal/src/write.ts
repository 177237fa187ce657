import { createWriteStream } from "node:fs";
import { copyFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type CsvCell, csvLineOf } from "@archipel/i18n/csv-text.ts";
import { CSV_GEOMETRY, csvLine, GDAL_TYPES } from "./formats/csvt.ts";
import { hasTime } from "./formats/moments.ts";
import { defaultLimits, type SandboxLimits, type SourceField } from "./model.ts";
import { runSandbox, withWorkDirectory } from "./sandbox/process.ts";
import { type WrittenByGdal, type WrittenLayer, writtenFormats } from "./sandbox/requests.ts";

export type WrittenFormat = WrittenByGdal | "csv";

export interface LayerToWrite {
  /** Name of the layer in the file, if its format has one. */
  name: string;
  /** EPSG code; null for a layer with an unknown CRS or without geometry. */
  srid: number | null;
  /** `Point`, `MultiPolygon Z`, `Geometry`…; `None` for a table without geometry. */
  geometryType: string;
  fields: readonly SourceField[];
  /** `fid` is the key in a GeoPackage, a field elsewhere. Values follow the order of the fields; WKT is in the CRS of the layer. */
  rows: AsyncIterable<{ fid: number; values: readonly unknown[]; wkt: string | null }>;
}

interface WriteSettings extends Partial<SandboxLimits> {
  /** The date that a GeoPackage says of itself; now by default. With the same date, the same layers give the same bytes. */
  date?: Date;
}

/**
 * Writes layers into one file: several into a GeoPackage, one into the other formats. Rows are streamed, so memory does not grow with them.
 * A Shapefile comes as a zip; GeoJSON needs its layer in WGS 84. A CSV has its geometry as WKT in the first column, `geom`, and is written by
 * the one writer of CSV, which guards texts and names of fields against formulas.
 *
 * @param path where the file goes; an existing file is replaced
 * @throws UnreadableError when the format cannot hold the layer: a Shapefile holds one geometry type and 2 GB at most
 */
export async function writeLayers(
  path: string,
  format: WrittenFormat,
  layers: readonly LayerToWrite[],
  settings: WriteSettings = {},
): Promise<void> {
  const [first] = layers;
  if (format === "csv" && first) await pipeline(spreadsheetLines(first), createWriteStream(path));
  else if (format !== "csv") await writeByGdal(path, format, layers, settings);
}

async function* spreadsheetLines({ geometryType, fields, rows }: LayerToWrite): AsyncGenerator<string> {
  const isPlaced = geometryType !== "None";
  yield csvLineOf([...(isPlaced ? ["geom"] : []), "fid", ...fields.map(({ name }) => name)], ",");
  for await (const { fid, values, wkt } of rows)
    yield csvLineOf([...(isPlaced ? [wkt] : []), fid, ...fields.map(({ type }, column) => cellOf(values[column], type))], ",");
}

/** Only texts need a guard: numbers and dates may come as text, and begin with a sign. */
function cellOf(value: unknown, type: SourceField["type"]): CsvCell {
  if (value === null || value === undefined) return null;
  const text = value instanceof Date ? value.toISOString() : String(value);
  return type === "text" ? text : { plain: text };
}

/** The rows become typed CSV, which GDAL streams. */
async function writeByGdal(
  path: string,
  format: WrittenByGdal,
  layers: readonly LayerToWrite[],
  { date, ...limits }: WriteSettings,
): Promise<void> {
  await withWorkDirectory(async (workDirectory) => {
    const written: WrittenLayer[] = [];
    for (const [index, layer] of layers.entries()) {
      const file = `layer-${index}.csv`;
      const facts: WrittenFacts = { lacksShapes: false, finest: new Set() };
      await pipeline(typedLines(layer, facts), createWriteStream(join(workDirectory, file)));
      const types = layer.fields.map(({ type }, column) => GDAL_TYPES[writtenAs(type, format, facts.finest.has(column))]);
      await writeFile(join(workDirectory, `${file}t`), [GDAL_TYPES.integer, ...types, "WKT"].join(","));
      const geometryType = layer.geometryType.replace(/\s/g, "").toUpperCase();
      const { lacksShapes } = facts;
      const query = queryOf(`layer-${index}`, layer.fields);
      written.push({ file, query, name: layer.name, srid: layer.srid, geometryType, lacksShapes });
    }
    const at = date?.toISOString() ?? null;
    const allLimits = { ...defaultLimits, ...limits };
    const run = await runSandbox({ kind: "write", format, layers: written, date: at, workDirectory, limits: allLimits }, null);
    run.rows.resume();
    await run.reply;
    await moveFile(join(workDirectory, writtenFormats[format].file), path);
  });
}

/** What the rows of a layer show while they are written. */
interface WrittenFacts {
  /** Whether some features have no geometry. */
  lacksShapes: boolean;
  /** The columns of moments with microseconds. */
  finest: Set<number>;
}

const MICROSECONDS = /\.\d{3}\d*[1-9]/;

/**
 * The type that keeps a column as it is. GDAL cuts moments to milliseconds; a GeoPackage gives UTC to moments without a zone; GeoJSON and
 * shapefiles have no moments but texts.
 */
function writtenAs(type: SourceField["type"], format: WrittenByGdal, isFinest: boolean): SourceField["type"] {
  if (!hasTime(type)) return type;
  const isText = isFinest || format === "geojson" || format === "shapefile" || (format === "gpkg" && type === "localdatetime");
  return isText ? "text" : type;
}

/** In the CSV for GDAL, where an empty cell is no value, each text begins with this sign, so that an empty text stays one. */
const TEXT_SIGN = "=";

/** For GDAL alone: every value is quoted, and none is guarded. The columns are numbered; `queryOf` names them. */
async function* typedLines(layer: LayerToWrite, facts: WrittenFacts): AsyncGenerator<string> {
  yield csvLine(["fid", ...layer.fields.map((_, column) => columnOf(column)), CSV_GEOMETRY]);
  for await (const { fid, values, wkt } of layer.rows) {
    facts.lacksShapes ||= wkt === null;
    const texts = layer.fields.map(({ type }, column) => {
      const value = values[column];
      const text = textOf(value);
      if (type === "text") return value === null || value === undefined ? "" : `${TEXT_SIGN}${text}`;
      if (!hasTime(type)) return text;
      if (MICROSECONDS.test(text)) facts.finest.add(column);
      return isoMoment(text);
    });
    yield csvLine([String(fid), ...texts, wkt ?? ""]);
  }
}

const columnOf = (column: number) => `c${column}`;

/** The query of GDAL that gives the columns of the CSV their names, and takes the sign from texts. */
function queryOf(table: string, fields: readonly SourceField[]): string {
  const [fid, ...names] = distinctNames(["fid", ...fields.map(({ name }) => name)]).map(identifier);
  const columns = fields.map(({ type }, column) => {
    const value = type === "text" ? `SUBSTR(${columnOf(column)}, 2)` : columnOf(column);
    return `${value} AS ${names[column]}`;
  });
  return `SELECT ${[`fid AS ${fid}`, ...columns].join(", ")} FROM ${identifier(table)}`;
}

/** A name in GDAL's SQL. A backslash at its end would take the quote for a part of it, so it goes. */
function identifier(name: string): string {
  return `"${name.replace(/\\+(?="|$)/g, "").replaceAll('"', '\\"')}"`;
}

/** GDAL takes names that differ only by case for one, and would leave the later columns empty. */
function distinctNames(names: readonly string[]): string[] {
  const taken = new Set(names.map((name) => name.toUpperCase()));
  const seen = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let copy = 2; seen.has(free.toUpperCase()) || (free !== name && taken.has(free.toUpperCase())); copy++) free = `${name}_${copy}`;
    seen.add(free.toUpperCase());
    return free;
  });
}

/** `2024-01-02 03:04:05+00`, as the database writes it, is `2024-01-02T03:04:05Z`. */
function isoMoment(text: string): string {
  return text
    .replace(" ", "T")
    .replace(/\+00(:?00)?$/, "Z")
    .replace(/(:\d{2}(?:\.\d+)?[+-]\d{2})$/, "$1:00");
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "1" : "0";
  return value instanceof Date ? value.toISOString() : String(value);
}

/** Renames, or copies when the target is on another device. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch {
    await copyFile(from, to);
  }
}
