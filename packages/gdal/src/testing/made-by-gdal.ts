import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ZippedFile } from "./zip-builder.ts";

/**
 * For tests: uses our GDAL to write binary formats (MapInfo tables, file geodatabases).
 *
 * @param target file or folder that the driver creates (`plan.tab`, `plan.gdb`)
 * @param layers name → GeoJSON; a single one for a driver whose files hold one layer
 * @returns every file that was created, by its path
 */
export async function makeByGdal(
  driver: "MapInfo File" | "OpenFileGDB" | "FlatGeobuf",
  target: string,
  layers: Readonly<Record<string, object>>,
): Promise<ZippedFile[]> {
  const directory = await mkdtemp(join(tmpdir(), "archipel-made-"));
  try {
    const sources = Object.keys(layers).map((name) => `${name}.geojson`);
    for (const [name, content] of Object.entries(layers)) await writeFile(join(directory, `${name}.geojson`), JSON.stringify(content));
    await mkdir(join(directory, "made"));
    const child = fileURLToPath(import.meta.resolve("./convert-child.ts"));
    // As the product's children: a short run does not wait for optimised code.
    const flags = ["--wasm-lazy-validation", "--liftoff-only"];
    await promisify(execFile)(process.execPath, [...flags, child, directory, driver, `made/${target}`, ...sources]);
    const made = await readdir(join(directory, "made"), { recursive: true, withFileTypes: true });
    return await Promise.all(
      made
        .filter((entry) => entry.isFile())
        .map(async (entry) => {
          const path = join(entry.parentPath, entry.name);
          return { name: path.slice(join(directory, "made").length + 1), content: await readFile(path) };
        }),
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** A collection of points with the same attributes, in Lambert-93 by default. */
export function pointCollection(points: readonly { at: readonly number[]; properties: object }[], srid = 2154): object {
  return {
    type: "FeatureCollection",
    crs: { type: "name", properties: { name: `urn:ogc:def:crs:EPSG::${srid}` } },
    features: points.map(({ at, properties }) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: at } })),
  };
}
