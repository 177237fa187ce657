import { readFile, writeFile } from "node:fs/promises";
import { crsOf } from "@archipel/geo/crs.ts";
import { asciiGridLines, readAsciiGrid } from "@archipel/geo/heights/ascii-grid.ts";
import { type HeightGrid, NODATA } from "@archipel/geo/heights/height-grid.ts";
import { type GridPicture, writeGeoTiff } from "@archipel/geo/heights/write-geotiff.ts";
import { writeWhole } from "../files/outputs.ts";
import { UsageError } from "../usage-error.ts";

/** The kinds of files that a grid can become. */
export type GridKind = "geotiff" | "ascii-grid";

/** Cells that are read of a file, at most. */
const MOST_CELLS = 100_000_000;

/** The kind that a name asks for. @throws UsageError `out-grid-kind` */
export function gridKindOf(path: string): GridKind {
  const [, extension] = /\.(tiff?|asc)$/i.exec(path) ?? [];
  if (extension === undefined) throw new UsageError("out-grid-kind", { out: path });
  return extension.toLowerCase() === "asc" ? "ascii-grid" : "geotiff";
}

/** Writes heights as a cloud-optimised GeoTIFF or as an ASCII grid. */
export async function writeGrid(path: string, grid: HeightGrid): Promise<void> {
  if (gridKindOf(path) === "geotiff") return writePicture(path, { ...grid, nodata: NODATA });
  return writePieces(path, asciiGridLines(grid));
}

/** Writes a picture of a grid as a cloud-optimised GeoTIFF. */
export async function writePicture(path: string, picture: GridPicture): Promise<void> {
  return writePieces(path, await writeGeoTiff(picture));
}

/** Writes a file piece by piece. */
export async function writePieces(path: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  await writeWhole(path, (partial) => writeFile(partial, pieces));
}

/**
 * Reads heights from a GeoTIFF (its first band) or an ASCII grid.
 *
 * @throws UsageError when it cannot be read: why
 */
export async function readGrid(path: string): Promise<HeightGrid> {
  const bytes = await readFile(path);
  try {
    if (/\.asc$/i.test(path)) return readAsciiGrid(bytes.toString("latin1"), null);
    return await readGeoTiff(bytes);
  } catch (error) {
    throw new UsageError("grid-unreadable", { path, detail: error instanceof Error ? error.message : String(error) });
  }
}

async function readGeoTiff(bytes: Buffer<ArrayBuffer>): Promise<HeightGrid> {
  const { fromArrayBuffer } = await import("geotiff");
  const file = await fromArrayBuffer(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const image = await file.getImage();
  const [columns, rows] = [image.getWidth(), image.getHeight()];
  if (columns * rows > MOST_CELLS) throw new RangeError(`${columns} × ${rows}`);
  const [cell = 0, down = 0] = image.getResolution();
  if (Math.abs(cell + down) > 1e-6 * cell) throw new RangeError(`${cell} ≠ ${-down}`);
  const [west = 0, , , north = 0] = image.getBoundingBox();
  const [band] = await image.readRasters({ samples: [0] });
  const nodata = image.getGDALNoData();
  const values = Float32Array.from(band as Float32Array, (value) => (value === nodata || !Number.isFinite(value) ? NODATA : value));
  const keys = image.getGeoKeys();
  const code = keys?.ProjectedCSTypeGeoKey ?? keys?.GeographicTypeGeoKey;
  return { columns, rows, west, north, cell, values, srid: code !== undefined && crsOf(code) ? code : null };
}
