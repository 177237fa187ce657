import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { UnreadableError } from "@archipel/gdal/model.ts";
import { MOST_GRID_BYTES, withGridAsGeoTiff } from "@archipel/gdal/write-grid.ts";
import { NODATA } from "@archipel/geo/heights/height-grid.ts";
import type { Core } from "../../../../kernel/core.ts";
import type { JobRun } from "../../../../kernel/jobs/handler.ts";
import { assertStorage } from "../../../../kernel/storage-quota.ts";
import type { StoredRaster } from "../policy/rasters.ts";
import type { StoredDocument } from "./plan.ts";

const isGrid = ({ format, srid }: StoredRaster): boolean => format === "ascii-grid" && srid !== null;
/** The GeoTIFF beside an ASCII grid: `mnt.asc` → `mnt.tif`. */
const besideGrid = (path: string): string => path.replace(/\.[a-z0-9]{1,5}$/i, "").concat(".tif");

/**
 * ASCII grids of heights as GeoTIFFs, beside the texts: heights, profiles and relief read blocks of files, which texts do not have. A grid that
 * cannot be written so stays a text, and the job's log says so.
 *
 * @returns the documents, with those that were added
 */
export async function addGeoTiffs(
  core: Core,
  run: JobRun,
  stored: readonly StoredDocument[],
  rasters: readonly StoredRaster[],
): Promise<StoredDocument[]> {
  const documents = [...stored];
  const taken = new Set(stored.map(({ path }) => path));
  for (const raster of rasters.filter(isGrid)) {
    const text = stored.find(({ path }) => path === raster.path);
    const path = besideGrid(raster.path);
    if (!text || taken.has(path)) continue;
    const made = await geoTiffOf(core, run, text, raster.srid ?? 0);
    if (made) documents.push({ path, mediaType: "image/tiff", ...made });
    else await run.log({ code: "grid-not-converted", level: "warning", params: { file: raster.path.slice(0, 200) } });
  }
  return documents;
}

async function geoTiffOf(core: Core, run: JobRun, text: StoredDocument, srid: number): Promise<{ key: string; size: number } | null> {
  if (text.size > MOST_GRID_BYTES) return null;
  try {
    return await core.storage.withFile(text.key, (path) =>
      withGridAsGeoTiff(path, srid, async (geotiff) => {
        await assertStorage(core, run.job.communityId, (await stat(geotiff)).size);
        const { key, size } = await core.storage.put(createReadStream(geotiff));
        return { key, size };
      }),
    );
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return null;
  }
}

/** The rasters of a delivery, with the GeoTIFFs that were added. */
export function withGeoTiffs(rasters: readonly StoredRaster[], stored: readonly StoredDocument[]): StoredRaster[] {
  const paths = new Set(stored.map(({ path }) => path));
  const known = new Set(rasters.map(({ path }) => path));
  const added = rasters.filter(isGrid).flatMap((raster): StoredRaster[] => {
    const path = besideGrid(raster.path);
    if (!paths.has(path) || known.has(path)) return [];
    const bands = [{ type: "Float32", nodata: NODATA }];
    // The text keeps the picture: the map must not draw it twice.
    return [{ ...raster, path, format: "geotiff", bands, isCloudOptimised: true, previewKey: null, companions: [] }];
  });
  return [...rasters, ...added];
}
