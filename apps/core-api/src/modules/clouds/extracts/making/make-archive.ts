import type { ExtractRequest } from "@archipel/contracts/cloud-extracts.ts";
import { locale as localeSchema } from "@archipel/contracts/text.ts";
import { type FileOnDisk, withClippedClouds, withCloudTerrain } from "@archipel/gdal/clip-clouds.ts";
import type { Core } from "../../../../kernel/core.ts";
import { assertSpace } from "../../../../kernel/disk-space.ts";
import { JobFailedError } from "../../../../kernel/jobs/handler.ts";
import { assertStorage } from "../../../../kernel/storage-quota.ts";
import { communityName, type LayerToTake, type TakenExtract } from "../queries.ts";
import { cutToPart, layerInReach, takerOf } from "../service/in-part.ts";
import { type Measured, measureTiles, type TouchedTile, touchedTiles } from "../service/measure.ts";
import { type ReadArea, readArea } from "../service/read-area.ts";
import { withFiles } from "./with-files.ts";
import { type StoredArchive, writeArchive } from "./write-archive.ts";

type Report = (step: "points" | "models" | "archive", fraction: number) => Promise<void>;

interface ToMake extends TakenExtract {
  request: ExtractRequest;
}

interface Sources extends ReadArea {
  layer: LayerToTake;
  tiles: TouchedTile[];
  paths: string[];
  /** The hash of the areas that cut it; null: it is open whole. */
  partHash: string | null;
}

/**
 * Makes the archive of an extract: points and models in child processes, then one zip in the storage.
 *
 * @param report throws when the extract was given up: the child ends, and nothing is left
 * @throws JobFailedError when the layer is no longer visible to its taker, or has nothing in the area
 */
export async function makeArchive(core: Core, extract: ToMake, report: Report): Promise<StoredArchive> {
  const { layer, tiles, part } = await visibleTiles(core, extract);
  const wanted = readArea(extract.request.area, layer.srid);
  const read = part ? await cutToPart(core, part, layer.srid, wanted) : wanted;
  const touched = read ? touchedTiles(tiles, read.area) : [];
  if (!read || touched.length === 0) throw new JobFailedError("extract-empty");
  const measured = await measureTiles(core, touched, read.area, extract.request);
  await assertFits(core, extract, measured);
  return withFiles(
    core,
    touched.map(({ objectKey }) => objectKey),
    (paths) => {
      const sources = { ...read, layer, tiles: touched, paths, partHash: part?.hash ?? null };
      return withPoints(sources, extract.request, report, (points, count) =>
        withModels(sources, extract.request, report, async (models) => {
          const files = [...points, ...models];
          if (files.length === 0) throw new JobFailedError("extract-empty");
          // The taker may have lost the right to see it in the meantime.
          const now = await visibleTiles(core, extract);
          if (now.part && now.part.hash !== part?.hash) throw new JobFailedError("extract-withdrawn");
          await assertStorage(
            core,
            extract.communityId,
            files.reduce((sum, { bytes }) => sum + bytes, 0),
          );
          const community = await core.database.withSystem((tx) => communityName(tx, extract.communityId));
          const locale = localeSchema.catch("fr").parse(extract.locale);
          return writeArchive(core, { ...sources, community, request: extract.request, files, points: count, locale }, (fraction) =>
            report("archive", fraction),
          );
        }),
      );
    },
  );
}

/** The layer and its tiles as the taker may see them now. */
async function visibleTiles(core: Core, { userId, layerId, communityId }: ToMake) {
  const found = await layerInReach(core, takerOf(userId), layerId);
  if (found?.layer.communityId !== communityId) throw new JobFailedError("extract-withdrawn");
  return found;
}

/** The points, the tree that becomes of them, and their archive are on the disk at the same time. */
async function assertFits(core: Core, { request }: ToMake, { bytes }: Measured): Promise<void> {
  if (request.format !== null) await assertSpace(core, bytes[request.format] * 2 + (request.format === "copc" ? bytes.las : 0));
}

type UsePoints<T> = (files: readonly FileOnDisk[], points: number | null) => Promise<T>;

function withPoints<T>(
  { paths, polygons }: Sources,
  { format, classes, spacing }: ExtractRequest,
  report: Report,
  use: UsePoints<T>,
): Promise<T> {
  if (format === null) return use([], null);
  const clip = { paths, polygons, format, classes, spacing, wkt: null };
  return withClippedClouds(
    clip,
    (fraction) => report("points", fraction),
    (files, { points }) => use(files, points),
  );
}

function withModels<T>(
  { paths, polygons, layer, tiles, partHash }: Sources,
  { models, grids, resolution, interval }: ExtractRequest,
  report: Report,
  use: (files: readonly FileOnDisk[]) => Promise<T>,
): Promise<T> {
  if (models.length === 0 || tiles.length === 0) return use([]);
  const terrain = { paths, polygons, products: models, grids, resolution, interval, srid: layer.srid };
  const make = (clouds: string[]) => withCloudTerrain({ ...terrain, paths: clouds }, (fraction) => report("models", fraction), use);
  if (partHash === null) return make(paths);
  // Models are made of points around the area too: of a part, only of those inside.
  const clip = { paths, polygons, format: "copc", classes: null, spacing: null, wkt: null } as const;
  return withClippedClouds(
    clip,
    (fraction) => report("models", fraction / 2),
    (files) => (files.length === 0 ? use([]) : make(files.map(({ path }) => path))),
  );
}
