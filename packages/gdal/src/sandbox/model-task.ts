import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { cutGrid, patchGrid, rangeOf } from "@archipel/geo/heights/grid-parts.ts";
import { type HeightGrid, NODATA } from "@archipel/geo/heights/height-grid.ts";
import { readWrittenGeoTiff } from "@archipel/geo/heights/read-geotiff.ts";
import { hillshadeOf, NO_SHADE } from "@archipel/geo/heights/slopes.ts";
import { type GridPicture, writeGeoTiff } from "@archipel/geo/heights/write-geotiff.ts";
import { changedBox } from "@archipel/pointcloud/copc/changed-box.ts";
import { CopcReader } from "@archipel/pointcloud/copc/open-copc.ts";
import { temporaryFile } from "@archipel/pointcloud/node/files.ts";
import { grownBox, modelBlock } from "@archipel/pointcloud/terrain/model-block.ts";
import { TerrainError } from "@archipel/pointcloud/terrain/terrain-error.ts";
import { withCloudSources, withRanges } from "./cloud-sources.ts";
import { progressLines } from "./progress-lines.ts";
import { MODEL_FILE, type SandboxRequest, SHADE_FILE, type WrittenModel } from "./requests.ts";

/**
 * Writes the block of a model of heights into the work directory, and its hillshade. With an earlier block, only the window is computed.
 *
 * @param progress descriptor for the lines of progress
 * @returns null when no cell has a height
 */
export async function writeModel(
  { paths, recipe, box, window, earlier, earlierShade, withShade, workDirectory }: Extract<SandboxRequest, { kind: "model" }>,
  progress: number,
): Promise<WrittenModel | null> {
  const storage = await temporaryFile(workDirectory);
  // A shade depends on the cells around: without those of the neighbouring blocks, each border would be a line in the picture.
  const rim = withShade ? RIM_OF_SHADE * recipe.resolution : 0;
  const computed = grownBox(window ?? box, rim);
  try {
    const around = await withCloudSources(paths, (sources) =>
      modelBlock(sources, computed, {
        ...recipe,
        storage,
        onProgress: progressLines(progress),
      }).catch((error: unknown) => {
        // Nothing of the ground in the window: its cells become empty.
        if (error instanceof TerrainError && error.code === "no-points") return emptyGrid(computed, recipe);
        throw error;
      }),
    );
    const part = cutGrid(around, window ?? box);
    const grid = earlier === null ? part : patchGrid(await readWrittenGeoTiff(new Uint8Array(await readFile(earlier))), part);
    const range = rangeOf(grid);
    if (!range) return null;
    await writePieces(join(workDirectory, MODEL_FILE), { ...grid, nodata: NODATA });
    if (withShade) await writePieces(join(workDirectory, SHADE_FILE), await shadeOf(around, window ?? box, earlierShade));
    return { ...range, columns: grid.columns, rows: grid.rows, west: grid.west, north: grid.north };
  } finally {
    await storage.close();
  }
}

/** Cells around that the shade of a cell depends on. */
const RIM_OF_SHADE = 1;

/** The shades of the cells that were computed, which know those of the neighbouring blocks; in a block of which only a part was, the others stay. */
async function shadeOf(around: HeightGrid, box: Bbox, earlier: string | null): Promise<GridPicture> {
  const shades = { ...around, values: Float32Array.from(hillshadeOf(around)) };
  const part = cutGrid(shades, box);
  const whole = earlier === null ? part : patchGrid(await readWrittenGeoTiff(new Uint8Array(await readFile(earlier)), 8), part);
  return { ...whole, values: Uint8Array.from(whole.values), nodata: NO_SHADE };
}

function emptyGrid([west, south, east, north]: Bbox, { resolution, srid }: { resolution: number; srid: number | null }): HeightGrid {
  const [columns, rows] = [Math.round((east - west) / resolution), Math.round((north - south) / resolution)];
  return { columns, rows, west, north, cell: resolution, srid, values: new Float32Array(columns * rows).fill(NODATA) };
}

async function writePieces(path: string, picture: GridPicture): Promise<void> {
  await writeFile(path, await writeGeoTiff(picture), { flag: "wx" });
}

/** Where the points of two revisions of a tile differ; null when they do not. */
export function findChangedBox({ path, earlier }: Extract<SandboxRequest, { kind: "changed-box" }>): Promise<Bbox | null> {
  return withRanges([earlier, path], async (files) => {
    const [before, after] = await Promise.all(files.map((file) => CopcReader.open(file)));
    if (!before || !after) throw new Error("two files are compared");
    return changedBox(before, after);
  });
}
