import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cutGrid, rangeOf } from "@archipel/geo/heights/grid-parts.ts";
import { type HeightGrid, NODATA } from "@archipel/geo/heights/height-grid.ts";
import { writeGeoTiff } from "@archipel/geo/heights/write-geotiff.ts";
import { listArchive } from "../formats/archive.ts";
import { sortContents } from "../formats/contents.ts";
import { UnreadableError } from "../model.ts";
import { readCells } from "./heights-scan.ts";
import { progressLines } from "./progress-lines.ts";
import { isScaled, numberOf, openRaster, type RasterFile } from "./raster-task.ts";
import type { HeightsToWrite, SandboxRequest, WrittenBlock } from "./requests.ts";
import { type StagedFiles, stageFile, stageMembers } from "./stage-files.ts";
import type { Gdal, LoadGdal } from "./wasm.ts";
import { readXyz } from "./xyz-task.ts";

/** A raster with more cells a side is written in blocks, of which each fits the memory. */
const ONE_BLOCK = 5_000;
const BLOCK_CELLS = 4_000;
/** Blocks of one raster. */
const MOST_BLOCKS = 400;

type HeightsRequest = Extract<SandboxRequest, { kind: "heights" }>;

/** A raster that is read by parts. Its cells have no height where they are NODATA. */
interface PartReader {
  readonly frame: Omit<HeightGrid, "values">;
  read(left: number, top: number, columns: number, rows: number): Float32Array;
}

/**
 * Writes a raster of heights as cloud-optimised GeoTIFFs into the work directory: one, or blocks of a large one. Blocks without any height are left out.
 *
 * @param progress descriptor for the lines of progress
 */
export async function writeHeights(load: LoadGdal, request: HeightsRequest, progress: number): Promise<WrittenBlock[]> {
  const { heights, workDirectory } = request;
  const staged = await stagedRaster(request);
  const { frame, read } =
    heights.format === "xyz" ? await xyzReader(staged, heights) : gdalReader(await load(), { ...heights, format: heights.format }, staged);
  const side = Math.max(frame.columns, frame.rows) <= ONE_BLOCK ? ONE_BLOCK : BLOCK_CELLS;
  const [across, down] = [Math.ceil(frame.columns / side), Math.ceil(frame.rows / side)];
  if (across * down > MOST_BLOCKS) throw new UnreadableError("broken", `${frame.columns} × ${frame.rows} cells are too many`);
  const report = progressLines(progress);
  const written: WrittenBlock[] = [];
  for (let row = 0; row < down; row++)
    for (let column = 0; column < across; column++) {
      const [left, top] = [column * side, row * side];
      const [columns, rows] = [Math.min(side, frame.columns - left), Math.min(side, frame.rows - top)];
      const { cell, srid } = frame;
      const place = { west: frame.west + left * cell, north: frame.north - top * cell };
      const grid: HeightGrid = { columns, rows, ...place, cell, srid, values: read(left, top, columns, rows) };
      const range = rangeOf(grid);
      report((row * across + column + 1) / (across * down));
      if (!range) continue;
      const file = `block-${column}-${row}.tif`;
      const picture = { ...grid, nodata: NODATA, verticalSrid: heights.verticalSrid };
      await writeFile(join(workDirectory, file), await writeGeoTiff(picture), { flag: "wx" });
      written.push({ ...range, ...{ file, column, row, columns, rows, cell }, ...place });
    }
  return written;
}

async function stagedRaster({ path, heights: { entry }, workDirectory, limits }: HeightsRequest): Promise<StagedFiles> {
  if (entry === null) return stageFile(path);
  const contents = sortContents(await listArchive(path, limits));
  const member = [...contents.rasters, ...contents.members].find((candidate) => candidate.entry === entry);
  const staged = member && (await stageMembers(path, [member], join(workDirectory, "source"))).get(member);
  if (!staged) throw new UnreadableError("broken", `no ${entry} in the archive`);
  return staged;
}

async function xyzReader({ directory, main }: StagedFiles, { srid, nodata }: HeightsToWrite): Promise<PartReader> {
  const grid = await readXyz(join(directory, main), srid, nodata);
  const { west, north, cell } = grid;
  return {
    frame: grid,
    read(left, top, columns, rows) {
      const [x, y] = [west + left * cell, north - top * cell];
      return cutGrid(grid, [x, y - rows * cell, x + columns * cell, y]).values;
    },
  };
}

function gdalReader(gdal: Gdal, { format, srid, nodata }: HeightsToWrite & Pick<RasterFile, "format">, staged: StagedFiles): PartReader {
  const dataset = openRaster(gdal, format, staged);
  const info = gdal.rasterInfo(dataset) as {
    size: [number, number];
    geoTransform?: number[];
    bands: { noDataValue?: number | string; scale?: number; offset?: number }[];
  };
  const [columns, rows] = info.size;
  const [west = 0, cell = 1, , north = 0] = info.geoTransform ?? [];
  const [band] = info.bands;
  const scaled = isScaled(band);
  const declared = numberOf(band?.noDataValue);
  const empty = new Set([declared, nodata].filter((value) => value !== null).map(Math.fround));
  return {
    frame: { columns, rows, west, north, cell, srid },
    read(left, top, width, height) {
      const values = readCells(gdal, dataset, [left, top, width, height], scaled);
      for (let i = 0; i < values.length; i++) {
        const value = values[i] as number;
        if (!(Math.abs(value) < HIGHEST) || empty.has(value)) values[i] = NODATA;
      }
      return values;
    },
  };
}

/** Beyond this, a number is "no height", whatever the file says: it would spoil the coarser copies of the cells around it. */
const HIGHEST = 20_000;
