import { createWriteStream } from "node:fs";
import { copyFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { GDAL_TYPES } from "./formats/csvt.ts";
import { defaultLimits, type SandboxLimits, type SourceField } from "./model.ts";
import { runSandbox, withWorkDirectory } from "./sandbox/process.ts";
import type { WrittenLayer } from "./sandbox/requests.ts";

export interface GeoPackageLayer {
  /** Table name in the GeoPackage. */
  name: string;
  srid: number;
  /** `Point`, `MultiPolygon Z`, `Geometry`… */
  geometryType: string;
  fields: readonly SourceField[];
  /** Their key in the GeoPackage (`fid`), values in the order of the fields, geometry as WKT in the CRS of the layer. */
  rows: AsyncIterable<{ fid: number; values: readonly unknown[]; wkt: string | null }>;
}

/**
 * Writes layers into one GeoPackage. Rows are laid out as typed CSV, which GDAL reads as a stream, so memory does not grow with them.
 *
 * @param path where the file goes; replaced when it is there
 */
export async function writeGeoPackage(
  path: string,
  layers: readonly GeoPackageLayer[],
  limits: Partial<SandboxLimits> = {},
): Promise<void> {
  await withWorkDirectory(async (workDirectory) => {
    const written: WrittenLayer[] = [];
    for (const [index, layer] of layers.entries()) {
      const file = `layer-${index}.csv`;
      await pipeline(csvLines(layer), createWriteStream(join(workDirectory, file)));
      await writeFile(
        join(workDirectory, `${file}t`),
        [GDAL_TYPES.integer, ...layer.fields.map((field) => GDAL_TYPES[field.type]), "WKT"].join(","),
      );
      written.push({ file, name: layer.name, srid: layer.srid, geometryType: layer.geometryType.replace(/\s/g, "").toUpperCase() });
    }
    const run = runSandbox({ kind: "write", layers: written, workDirectory, limits: { ...defaultLimits, ...limits } }, null);
    run.rows.resume();
    await run.reply;
    await moveFile(join(workDirectory, "out.gpkg"), path);
  });
}

async function* csvLines(layer: GeoPackageLayer): AsyncGenerator<string> {
  yield line(["fid", ...layer.fields.map((field) => field.name), "__geometry"]);
  for await (const { fid, values, wkt } of layer.rows)
    yield line([String(fid), ...layer.fields.map((_, column) => textOf(values[column])), wkt ?? ""]);
}

function line(values: readonly string[]): string {
  return `${values.map((value) => (value === "" ? "" : `"${value.replaceAll('"', '""')}"`)).join(",")}\n`;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "1" : "0";
  return value instanceof Date ? value.toISOString() : String(value);
}

/** A rename, or a copy when the target is on another device. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch {
    await copyFile(from, to);
  }
}
