import { stat } from "node:fs/promises";
import type { RasterFacts } from "@archipel/contracts/rasters.ts";
import { UnreadableError } from "@archipel/gdal/model.ts";
import { withModel } from "@archipel/gdal/write-model.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { NODATA } from "@archipel/geo/heights/height-grid.ts";
import { wordOfDatum, wordOfSrid } from "@archipel/geo/heights/height-names.ts";
import { NO_SHADE } from "@archipel/geo/heights/slopes.ts";
import { REACH } from "@archipel/pointcloud/terrain/model-block.ts";
import type { ObjectStore } from "@archipel/storage/object-store.ts";
import type { Core } from "../../../../kernel/core.ts";
import { JobFailedError, type JobRun } from "../../../../kernel/jobs/handler.ts";
import { assertStorage } from "../../../../kernel/storage-quota.ts";
import { type BlockWork, nameOfBlock, type PointTile, tilesFor } from "../policy.ts";
import { footprintOf } from "../queries.ts";
import type { MadeBlock, ModelSettings, StoredFile } from "./plan.ts";

export interface Points {
  readonly srid: number;
  readonly verticalSrid: number | null;
  readonly tiles: readonly PointTile[];
}

/**
 * Makes one block in a child process and stores it, with its hillshade when the model has them.
 *
 * @param earlier objects of the block and of its hillshade as they are, when only a part of it is computed
 * @throws JobFailedError when the points of a tile are broken
 */
export async function makeBlock(
  core: Core,
  run: JobRun,
  settings: ModelSettings,
  points: Points,
  { block, window }: BlockWork,
  earlier: { block: string; shade: string | null } | null,
  onProgress: (fraction: number) => Promise<void>,
): Promise<MadeBlock> {
  const { product, method, resolution, withShade } = settings;
  const near = tilesFor(points.tiles, block.box, REACH);
  // A hillshade without the earlier one is made again with its block.
  const again = window && earlier && (!withShade || earlier.shade !== null) ? { window, ...earlier } : null;
  const keys = [...near.map(({ objectKey }) => objectKey), ...[again?.block, again?.shade].filter((key) => typeof key === "string")];
  const name = nameOfBlock(product, resolution, block, [wordOfSrid(points.srid), wordOfDatum(points.verticalSrid)]);
  try {
    const files = await withFiles(core.storage, keys, (paths) => {
      const [path = "", shadePath = null] = paths.slice(near.length);
      const part = again && { window: again.window, path, shade: shadePath };
      return withModel(
        paths.slice(0, near.length),
        { recipe: { product, method, resolution, srid: points.srid }, box: block.box, again: part, withShade },
        onProgress,
        async (model, shade) => {
          const facts = await factsOf(core, run, block.box, resolution, points.srid);
          const stored = [await store(core, run, model, `${name}.tif`, facts)];
          if (shade)
            stored.push(await store(core, run, shade, `${name}_ombrage.tif`, { ...facts, bands: [{ type: "Byte", nodata: NO_SHADE }] }));
          return stored;
        },
      );
    });
    return { block: block.key, files: files ?? [] };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    throw new JobFailedError("elevation-model-not-made", { block: name, detail: error.detail.slice(0, 300) });
  }
}

async function store(core: Core, run: JobRun, path: string, fileName: string, facts: RasterFacts): Promise<StoredFile> {
  await assertStorage(core, run.job.communityId, (await stat(path)).size);
  const { key, size } = await core.storage.putFile(path);
  return { fileName, key, size, facts };
}

async function factsOf(core: Core, { job }: JobRun, box: Bbox, resolution: number, srid: number): Promise<RasterFacts> {
  const footprint = await core.database.sqlAs({ role: "worker", communityId: job.communityId }, (sql) => footprintOf(sql, box, srid));
  return {
    format: "geotiff",
    size: [Math.round((box[2] - box[0]) / resolution), Math.round((box[3] - box[1]) / resolution)],
    bands: [{ type: "Float32", nodata: NODATA }],
    srid,
    pixelSize: [resolution, resolution],
    isCloudOptimised: true,
    footprint: footprint as RasterFacts["footprint"],
    hasPreview: false,
    heights: null,
  };
}

/** Stored objects as local files. */
export async function withFiles<T>(storage: ObjectStore, keys: readonly string[], use: (paths: string[]) => Promise<T>): Promise<T> {
  const [first, ...others] = keys;
  if (first === undefined) return use([]);
  return storage.withFile(first, (path) => withFiles(storage, others, (paths) => use([path, ...paths])));
}
