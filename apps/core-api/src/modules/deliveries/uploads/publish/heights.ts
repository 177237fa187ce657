import { stat } from "node:fs/promises";
import type { HeightProduct } from "@archipel/contracts/elevation-models.ts";
import { UnreadableError } from "@archipel/gdal/model.ts";
import { type BlockOnDisk, withHeightBlocks } from "@archipel/gdal/write-heights.ts";
import { NODATA } from "@archipel/geo/heights/height-grid.ts";
import type { Core } from "../../../../kernel/core.ts";
import { JobFailedError, type JobRun } from "../../../../kernel/jobs/handler.ts";
import { assertStorage } from "../../../../kernel/storage-quota.ts";
import { footprintOf } from "../../../../layer-store/tables/footprint.ts";
import { pathOfBlock } from "../../../elevation/tiles/policy.ts";
import { type NewHeightTile, publishHeights } from "../../../elevation/tiles/service/publish.ts";
import { factsOf, productOfRaster, type StoredRaster, storedRasters } from "../policy/rasters.ts";
import type { UploadRow } from "../queries.ts";
import { storeDocuments, titleOf } from "./attach.ts";
import type { PublishPlan, WrittenHeights } from "./plan.ts";

/** A raster that becomes a part of a layer, and what its heights are. */
interface ChosenRaster {
  raster: StoredRaster;
  srid: number;
  product: HeightProduct;
}

/** The rasters of heights that a publication makes layers of. @param isAboutHeights the dataset is about elevation */
export function chosenHeights(plan: PublishPlan, { rasters }: Pick<UploadRow, "rasters">, isAboutHeights: boolean): ChosenRaster[] {
  return storedRasters.parse(rasters).flatMap((raster) => {
    const product = productOfRaster(raster, isAboutHeights);
    return product !== null && raster.srid !== null && plan.documents.includes(raster.path) ? [{ raster, srid: raster.srid, product }] : [];
  });
}

/** Texts stay beside the layer, because people want the file that they know; the layer has the same heights as blocks of a GeoTIFF. */
export const isKeptAsText = ({ format }: StoredRaster): boolean => format !== "geotiff";

/**
 * Writes the chosen rasters of heights as cloud-optimised GeoTIFFs, one after the other, and stores them. Each is remembered when it is stored, so that
 * an attempt after a crash goes on with the next one.
 *
 * @param path the file of the upload
 */
export async function writeHeights(
  core: Core,
  run: JobRun,
  plan: PublishPlan,
  { upload, isAboutHeights }: { upload: UploadRow; isAboutHeights: boolean },
  path: string,
): Promise<void> {
  const chosen = chosenHeights(plan, upload, isAboutHeights);
  for (const [index, one] of chosen.entries()) {
    if (plan.heights.some(({ source }) => source === one.raster.path)) continue;
    const onProgress = (fraction: number) => run.progress("heights", Math.round((index + fraction) * 100), chosen.length * 100);
    await onProgress(0);
    plan.heights.push(await writeRaster(core, run, upload, one, path, onProgress));
    await core.database.withWorker(run.job.communityId, (tx) => run.remember(tx, plan));
  }
}

async function writeRaster(
  core: Core,
  run: JobRun,
  upload: UploadRow,
  { raster, srid, product }: ChosenRaster,
  path: string,
  onProgress: (fraction: number) => Promise<void>,
): Promise<WrittenHeights> {
  const { path: source, heights, heightChoices } = raster;
  const isAlone = upload.driver === raster.format;
  const facts = { ...factsOf(raster), heights: heights && { ...heights, product } };
  // What can be read by parts already stays as it came, unless it is wrong about its place or its heights.
  const isRight = raster.crs.how === "declared" && !raster.crs.isChosen && heightChoices.verticalSrid === undefined;
  if (heights?.isServable && isRight) {
    const stored = isAlone
      ? { key: upload.objectKey ?? "", size: Number(upload.size) }
      : (await storeDocuments(core, path, [source], [raster], async () => {}))[0];
    if (stored) return { source, tiles: [{ path: source, size: stored.size, key: stored.key, previewKey: raster.previewKey, facts }] };
  }
  const asked = { entry: isAlone ? null : source, format: raster.format, srid, verticalSrid: heights?.verticalSrid ?? null };
  try {
    const tiles = await withHeightBlocks(path, { ...asked, nodata: heightChoices.nodata ?? null }, onProgress, async (blocks) => {
      const stored: WrittenHeights["tiles"] = [];
      for (const block of blocks) stored.push(await storeBlock(core, run, raster, facts, block, blocks.length > 1));
      return stored;
    });
    return { source, tiles };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    throw new JobFailedError("heights-not-written", { file: source.slice(0, 200), detail: error.detail.slice(0, 300) });
  }
}

/** `mnt.asc` → `mnt.tif`, beside the text. */
const asGeoTiff = (path: string): string => path.replace(/\.[a-z0-9]{1,5}$/i, "").concat(".tif");

async function storeBlock(
  core: Core,
  run: JobRun,
  raster: StoredRaster,
  whole: WrittenHeights["tiles"][number]["facts"],
  { path, column, row, columns, rows, west, north, cell, low, high, cells }: BlockOnDisk,
  isPart: boolean,
): Promise<WrittenHeights["tiles"][number]> {
  const { communityId } = run.job;
  await assertStorage(core, communityId, (await stat(path)).size);
  const { key, size } = await core.storage.putFile(path);
  const [east, south] = [west + columns * cell, north - rows * cell];
  const corners: StoredRaster["corners"] = [
    [west, north],
    [west, south],
    [east, south],
    [east, north],
  ];
  const footprint = await core.database.sqlAs({ role: "worker", communityId }, (sql) => footprintOf(sql, corners, raster.srid));
  const isText = isKeptAsText(raster);
  const name = isText || isPart ? asGeoTiff(raster.path) : raster.path;
  // A text keeps its picture: the map must not draw it twice. A part has none.
  const previewKey = isText || isPart ? null : raster.previewKey;
  return {
    path: isPart ? pathOfBlock(name, column, row) : name,
    ...{ size, key, previewKey },
    facts: {
      ...whole,
      format: "geotiff",
      size: [columns, rows],
      bands: [{ type: "Float32", nodata: NODATA }],
      pixelSize: [cell, cell],
      isCloudOptimised: true,
      footprint,
      hasPreview: previewKey !== null,
      heights: whole.heights && { ...whole.heights, range: [low, high], emptyShare: (columns * rows - cells) / (columns * rows) },
    },
  };
}

/**
 * Stores the written tiles in the dataset, with their layers. One transaction, before the one that shows the rest: an attempt after a crash finds them as
 * they are.
 */
export async function storeHeights(
  core: Core,
  run: JobRun,
  plan: PublishPlan,
  upload: UploadRow,
): Promise<{ tiles: number; freed: string[] }> {
  const { communityId, createdById: authorId } = run.job;
  const tiles = plan.heights.flatMap(({ source, tiles: own }) =>
    own.map((tile): NewHeightTile => {
      const fileName = nameOfTile(tile.path);
      return { ...tile, source: asSource(source, tile.path), fileName, title: titleOf(fileName) };
    }),
  );
  const of = { communityId, datasetId: plan.datasetId, uploadId: upload.id, authorId, fileName: upload.fileName };
  const { changed, freed } = await core.database.sqlAs({ role: "worker", communityId }, (sql) => publishHeights(sql, of, tiles));
  return { tiles: changed, freed };
}

/** The path that the blocks of a raster begin with. */
const asSource = (source: string, path: string): string => (path.startsWith(`${asGeoTiff(source)}/`) ? asGeoTiff(source) : source);

/** `a/mnt.tif/1-2.tif` → `mnt_1-2.tif`: blocks of a raster have its name. */
function nameOfTile(path: string): string {
  const [last = path, folder = ""] = path.split("/").reverse();
  return folder.endsWith(".tif") ? `${folder.replace(/\.tif$/, "")}_${last}` : last;
}
