import { Readable } from "node:stream";
import type { InspectedRaster, RasterPreview } from "@archipel/gdal/model.ts";
import { canonicalSrid } from "@archipel/geo/crs.ts";
import { encodeWebp } from "@archipel/images/redraw.ts";
import type { Core } from "../../../../kernel/core.ts";
import type { JobRun } from "../../../../kernel/jobs/handler.ts";
import { footprintOf } from "../../../../layer-store/tables/footprint.ts";
import { type StoredRaster, storedRasters } from "../policy/rasters.ts";
import type { UploadRow } from "../queries.ts";

/** The rasters of a delivery with their places and previews. A CRS that a person chose is kept. */
export async function checkRasters(
  core: Core,
  run: JobRun,
  upload: UploadRow,
  rasters: readonly InspectedRaster[],
): Promise<StoredRaster[]> {
  const chosen = new Map(storedRasters.parse(upload.rasters).flatMap(({ path, crs, srid }) => (crs.isChosen ? [[path, srid]] : [])));
  const stored: StoredRaster[] = [];
  for (const { entry, name, format, size, bands, crs, pixelSize, corners, isCloudOptimised, preview, ...raster } of rasters) {
    const path = entry ?? upload.fileName;
    const srid = chosen.get(path) ?? (crs.srid === null ? null : canonicalSrid(crs.srid));
    const footprint = await core.database.sqlAs({ role: "worker", communityId: run.job.communityId }, (sql) =>
      footprintOf(sql, corners, srid),
    );
    const previewKey = preview ? (await core.storage.put(Readable.from([await drawn(preview)]))).key : null;
    const isChosen = chosen.has(path);
    const companions = raster.companions.map((file) => file.path);
    stored.push({
      path,
      name,
      format,
      size,
      bands,
      srid,
      pixelSize,
      isCloudOptimised,
      corners,
      footprint,
      previewKey,
      companions,
      crs: { ...crs, isChosen },
    });
  }
  return stored;
}

const PREVIEW_QUALITY = 82;

function drawn({ width, height, rgba }: RasterPreview): Promise<Buffer> {
  return encodeWebp(Buffer.from(rgba, "base64"), width, height, PREVIEW_QUALITY);
}
