import { createWriteStream } from "node:fs";
import { copyFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { guardedText } from "./csv-text.ts";
import { GDAL_TYPES } from "./formats/csvt.ts";
import { defaultLimits, type SandboxLimits, type SourceField } from "./model.ts";
import { runSandbox, withWorkDirectory } from "./sandbox/process.ts";
import { type WrittenFormat, type WrittenLayer, writtenFormats } from "./sandbox/requests.ts";

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

/**
 * Writes layers into one file: several into a GeoPackage, one into the other formats (`writtenFormats`). The rows become typed CSV, which
 * GDAL streams, so memory does not grow with them. A Shapefile comes as a zip; GeoJSON needs its layer in WGS 84. In a CSV, texts and names
 * of fields are guarded against formulas.
 *
 * @param path where the file goes; an existing file is replaced
 * @throws UnreadableError when the format cannot hold the layer: a Shapefile holds one geometry type and 2 GB at most
 */
export async function writeLayers(
  path: string,
  format: WrittenFormat,
  layers: readonly LayerToWrite[],
  limits: Partial<SandboxLimits> = {},
): Promise<void> {
  await withWorkDirectory(async (workDirectory) => {
    const written: WrittenLayer[] = [];
    for (const [index, layer] of layers.entries()) {
      const file = `layer-${index}.csv`;
      const facts = { lacksShapes: false };
      await pipeline(csvLines(layer, format, facts), createWriteStream(join(workDirectory, file)));
      const types = layer.fields.map((field) => GDAL_TYPES[isAsText(field, format) ? "text" : field.type]);
      await writeFile(join(workDirectory, `${file}t`), [GDAL_TYPES.integer, ...types, "WKT"].join(","));
      const geometryType = layer.geometryType.replace(/\s/g, "").toUpperCase();
      written.push({ file, name: layer.name, srid: layer.srid, geometryType, ...facts });
    }
    const run = await runSandbox({ kind: "write", format, layers: written, workDirectory, limits: { ...defaultLimits, ...limits } }, null);
    run.rows.resume();
    await run.reply;
    await moveFile(join(workDirectory, writtenFormats[format].file), path);
  });
}

async function* csvLines(layer: LayerToWrite, format: WrittenFormat, facts: { lacksShapes: boolean }): AsyncGenerator<string> {
  const isForSpreadsheets = format === "csv";
  yield line(["fid", ...layer.fields.map(({ name }) => (isForSpreadsheets ? guardedText(name) : name)), "__geometry"]);
  for await (const { fid, values, wkt } of layer.rows) {
    facts.lacksShapes ||= wkt === null;
    const texts = layer.fields.map((field, column) => {
      const text = isAsText(field, format) ? asIs(values[column]) : textOf(values[column]);
      return isForSpreadsheets && field.type === "text" ? guardedText(text) : text;
    });
    yield line([String(fid), ...texts, wkt ?? ""]);
  }
}

/** GDAL writes dates into CSV with slashes, and booleans as numbers: written as text they are easier for other programs. */
function isAsText(field: SourceField, format: WrittenFormat): boolean {
  return format === "csv" && (field.type === "date" || field.type === "datetime" || field.type === "boolean");
}

function asIs(value: unknown): string {
  return typeof value === "boolean" ? String(value) : textOf(value);
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
