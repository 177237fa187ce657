import { createWriteStream } from "node:fs";
import { rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { asciiGridLines } from "@archipel/geo/heights/ascii-grid.ts";
import { contoursOf } from "@archipel/geo/heights/contours.ts";
import { type HeightGrid, NODATA } from "@archipel/geo/heights/height-grid.ts";
import { gridMesh, writeGlb, writeObj } from "@archipel/geo/heights/mesh.ts";
import { hillshadeOf, NO_SHADE } from "@archipel/geo/heights/slopes.ts";
import { type GridPicture, writeGeoTiff } from "@archipel/geo/heights/write-geotiff.ts";
import { Area } from "@archipel/pointcloud/clip/area.ts";
import type { PointSource } from "@archipel/pointcloud/clip/source.ts";
import { temporaryFile } from "@archipel/pointcloud/node/files.ts";
import { canopyModel, surfaceModel } from "@archipel/pointcloud/terrain/surface-model.ts";
import { TerrainError } from "@archipel/pointcloud/terrain/terrain-error.ts";
import { type ModelOptions, terrainModel } from "@archipel/pointcloud/terrain/terrain-model.ts";
import { CSV_GEOMETRY, csvLine, GDAL_TYPES } from "../formats/csvt.ts";
import { withCloudSources } from "./cloud-sources.ts";
import { progressLines } from "./progress-lines.ts";
import { type CloudTerrain, type MadeFile, type SandboxRequest, type TerrainProduct, writtenFormats } from "./requests.ts";
import type { Gdal } from "./wasm.ts";
import { writeFile as writeByGdal } from "./write-task.ts";

type TerrainRequest = Extract<SandboxRequest, { kind: "terrain" }>;

/** Products that are made of the terrain. */
const OF_TERRAIN: ReadonlySet<TerrainProduct> = new Set<TerrainProduct>(["dtm", "chm", "hillshade", "contours", "mesh"]);

/**
 * Makes models of heights from clouds, as files of the work directory. The area is where they end; points around it are read too, so that
 * its border is as precise as its middle. Without a point that a model needs, there are no files.
 *
 * @param load starts GDAL, which writes contour lines
 * @param progress descriptor for the lines of progress
 */
export async function makeTerrain(load: () => Promise<Gdal>, request: TerrainRequest, progress: number): Promise<MadeFile[]> {
  const { terrain, workDirectory } = request;
  const { products } = terrain;
  const report = progressLines(progress);
  const [needsTerrain, needsSurface] = [
    products.some((one) => OF_TERRAIN.has(one)),
    products.some((one) => one === "dsm" || one === "chm"),
  ];
  const models = Number(needsTerrain) + Number(needsSurface);
  // A tenth is left for writing.
  const part = (index: number) => (fraction: number) => report((0.9 * (index + fraction)) / models);
  const grids = await orNothing(
    withCloudSources(terrain.paths, async (sources) => {
      const options = optionsOf(terrain);
      const ground = needsTerrain ? await groundOf(sources, { ...options, onProgress: part(0) }, workDirectory) : null;
      const surface = needsSurface ? await surfaceModel(sources, { ...options, onProgress: part(models - 1) }) : null;
      return { ground, surface };
    }),
  );
  if (!grids) return [];
  const names: string[] = [];
  for (const product of products) {
    names.push(...(await writeProduct(product, grids, { load, request })));
    report(0.9 + (0.1 * names.length) / (2 * products.length));
  }
  return Promise.all(names.map(async (name) => ({ name, bytes: (await stat(join(workDirectory, name))).size })));
}

/** The models; null when the area has no ground, or no surface. */
async function orNothing<T>(models: Promise<T>): Promise<T | null> {
  try {
    return await models;
  } catch (error) {
    if (error instanceof TerrainError && error.code === "no-points") return null;
    throw error;
  }
}

function optionsOf({ polygons, resolution, srid }: CloudTerrain): ModelOptions {
  return { resolution, srid, ...(polygons && { area: new Area(polygons) }) };
}

async function groundOf(sources: readonly PointSource[], options: ModelOptions, folder: string): Promise<HeightGrid> {
  const storage = await temporaryFile(folder);
  try {
    return await terrainModel(sources, { ...options, storage });
  } finally {
    await storage.close();
  }
}

interface Grids {
  ground: HeightGrid | null;
  surface: HeightGrid | null;
}

interface Making {
  load: () => Promise<Gdal>;
  request: TerrainRequest;
}

/** @returns the names of its files */
async function writeProduct(product: TerrainProduct, { ground, surface }: Grids, { load, request }: Making): Promise<string[]> {
  const { terrain, workDirectory } = request;
  if (product === "dsm") return writeGrid("dsm", known(surface), request);
  if (product === "dtm") return writeGrid("dtm", known(ground), request);
  if (product === "chm") return writeGrid("chm", canopyModel(known(surface), known(ground)), request);
  const grid = known(ground);
  if (product === "hillshade")
    return [await writePicture("hillshade.tif", { ...grid, values: hillshadeOf(grid), nodata: NO_SHADE }, request)];
  if (product === "contours") return [await writeContours(await load(), grid, request)];
  const mesh = gridMesh(grid, terrain.srid);
  await writePieces(join(workDirectory, "mesh.glb"), writeGlb(mesh));
  await writePieces(join(workDirectory, "mesh.obj"), writeObj(mesh));
  return ["mesh.glb", "mesh.obj"];
}

function known(grid: HeightGrid | null): HeightGrid {
  if (!grid) throw new Error("the model was not made");
  return grid;
}

async function writeGrid(name: string, grid: HeightGrid, request: TerrainRequest): Promise<string[]> {
  const names: string[] = [];
  for (const format of request.terrain.grids) {
    const file = `${name}.${format}`;
    if (format === "tif") await writePicture(file, { ...grid, nodata: NODATA }, request);
    else await writePieces(join(request.workDirectory, file), asciiGridLines(grid));
    names.push(file);
  }
  return names;
}

async function writePicture(name: string, picture: GridPicture, { workDirectory }: TerrainRequest): Promise<string> {
  await writePieces(join(workDirectory, name), await writeGeoTiff(picture));
  return name;
}

function writePieces(path: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  return pipeline(Readable.from(pieces, { objectMode: true }), createWriteStream(path));
}

/** Contour lines as a GeoPackage, by way of a CSV that GDAL reads. */
async function writeContours(gdal: Gdal, grid: HeightGrid, request: TerrainRequest): Promise<string> {
  const { workDirectory, limits, terrain } = request;
  const path = join(workDirectory, "contours.csv");
  await writePieces(path, contourLines(grid, terrain.interval));
  await writeFile(`${path}t`, [GDAL_TYPES.integer, GDAL_TYPES.double, "WKT"].join(","));
  const layer = { file: "contours.csv", query: null, name: "contours", srid: terrain.srid, geometryType: "LINESTRING", lacksShapes: false };
  await writeByGdal(gdal, { kind: "write", format: "gpkg", layers: [layer], date: null, workDirectory, limits });
  await Promise.all([rm(path), rm(`${path}t`)]);
  await rename(join(workDirectory, writtenFormats.gpkg.file), join(workDirectory, "contours.gpkg"));
  return "contours.gpkg";
}

function* contourLines(grid: HeightGrid, interval: number): Generator<string> {
  yield csvLine(["fid", "elevation", CSV_GEOMETRY]);
  let fid = 0;
  for (const { level, lines } of contoursOf(grid, { interval }))
    for (const line of lines) {
      const positions = line.map(([x, y]) => `${rounded(x)} ${rounded(y)}`).join(",");
      // Multiples of an interval like 0.1 have errors of rounding.
      yield csvLine([String(++fid), String(Math.round(level * 1e6) / 1e6), `LINESTRING (${positions})`]);
    }
}

/** To a millimetre. */
const rounded = (value: number) => Math.round(value * 1000) / 1000;
