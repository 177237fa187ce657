import { createWriteStream } from "node:fs";
import { copyFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type CsvCell, csvLineOf } from "@archipel/i18n/csv-text.ts";
import { GDAL_TYPES } from "./formats/csvt.ts";
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
      const facts = { lacksShapes: false };
      await pipeline(typedLines(layer, facts), createWriteStream(join(workDirectory, file)));
      const types = layer.fields.map(({ type }) => GDAL_TYPES[type]);
      await writeFile(join(workDirectory, `${file}t`), [GDAL_TYPES.integer, ...types, "WKT"].join(","));
      const geometryType = layer.geometryType.replace(/\s/g, "").toUpperCase();
      written.push({ file, name: layer.name, srid: layer.srid, geometryType, ...facts });
    }
    const at = date?.toISOString() ?? null;
    const allLimits = { ...defaultLimits, ...limits };
    const run = await runSandbox({ kind: "write", format, layers: written, date: at, workDirectory, limits: allLimits }, null);
    run.rows.resume();
    await run.reply;
    await moveFile(join(workDirectory, writtenFormats[format].file), path);
  });
}

/** For GDAL alone: every value is quoted, and none is guarded. */
async function* typedLines(layer: LayerToWrite, facts: { lacksShapes: boolean }): AsyncGenerator<string> {
  yield line(["fid", ...layer.fields.map(({ name }) => name), "__geometry"]);
  for await (const { fid, values, wkt } of layer.rows) {
    facts.lacksShapes ||= wkt === null;
    yield line([String(fid), ...layer.fields.map((_, column) => textOf(values[column])), wkt ?? ""]);
  }
}

function line(values: readonly string[]): string {
  return `${values.map((value) => (value === "" ? "" : `"${value.replaceAll('"', '""')}"`)).join(",")}\n`;
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
