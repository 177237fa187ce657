import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { patchGrid, rangeOf } from "@archipel/geo/heights/grid-parts.ts";
import { type HeightGrid, NODATA } from "@archipel/geo/heights/height-grid.ts";
import { readWrittenGeoTiff } from "@archipel/geo/heights/read-geotiff.ts";
import { hillshadeOf, NO_SHADE } from "@archipel/geo/heights/slopes.ts";
import { type GridPicture, writeGeoTiff } from "@archipel/geo/heights/write-geotiff.ts";
import { changedBox } from "@archipel/pointcloud/copc/changed-box.ts";
import { CopcReader } from "@archipel/pointcloud/copc/open-copc.ts";
import { temporaryFile } from "@archipel/pointcloud/node/files.ts";
import { modelBlock } from "@archipel/pointcloud/terrain/model-block.ts";
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
  { paths, recipe, box, window, earlier, withShade, workDirectory }: Extract<SandboxRequest, { kind: "model" }>,
  progress: number,
): Promise<WrittenModel | null> {
  const storage = await temporaryFile(workDirectory);
  try {
    const part = await withCloudSources(paths, (sources) =>
      modelBlock(sources, window ?? box, {
        ...recipe,
        storage,
        onProgress: progressLines(progress),
      }).catch((error: unknown) => {
        // Nothing of the ground in the window: its cells become empty.
        if (error instanceof TerrainError && error.code === "no-points") return emptyGrid(window ?? box, recipe);
        throw error;
      }),
    );
    const grid = earlier === null ? part : patchGrid(await readWrittenGeoTiff(new Uint8Array(await readFile(earlier))), part);
    const range = rangeOf(grid);
    if (!range) return null;
    await writePieces(join(workDirectory, MODEL_FILE), { ...grid, nodata: NODATA });
    if (withShade) await writePieces(join(workDirectory, SHADE_FILE), { ...grid, values: hillshadeOf(grid), nodata: NO_SHADE });
    return { ...range, columns: grid.columns, rows: grid.rows, west: grid.west, north: grid.north };
  } finally {
    await storage.close();
  }
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
