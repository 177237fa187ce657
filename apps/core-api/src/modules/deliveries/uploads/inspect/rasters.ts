import { Readable } from "node:stream";
import type { HeightChoices } from "@archipel/gdal/height-model.ts";
import type { InspectedRaster, RasterPreview } from "@archipel/gdal/model.ts";
import { canonicalSrid } from "@archipel/geo/crs.ts";
import { encodeWebp } from "@archipel/images/redraw.ts";
import type { Core } from "../../../../kernel/core.ts";
import type { JobRun } from "../../../../kernel/jobs/handler.ts";
import { footprintOf } from "../../../../layer-store/tables/footprint.ts";
import { tileFindings } from "../policy/height-tiles.ts";
import { type StoredRaster, storedRasters } from "../policy/rasters.ts";
import type { UploadRow } from "../queries.ts";
import { crsFindings } from "./crs-findings.ts";
import { locate, type PlacedFinding } from "./locate.ts";
import { placed } from "./placed.ts";

/** What people said about rasters of heights, by entry of the archive. */
export function heightChoicesOf({ rasters, fileName, driver }: UploadRow): Record<string, HeightChoices> {
  const isArchive = driver === "zip";
  return Object.fromEntries(
    storedRasters.parse(rasters).map(({ path, heightChoices }) => [!isArchive && path === fileName ? "" : path, heightChoices] as const),
  );
}

/** The rasters of a delivery with their places, previews and findings. What a person chose is kept. */
export async function checkRasters(
  core: Core,
  run: JobRun,
  upload: UploadRow,
  rasters: readonly InspectedRaster[],
): Promise<{ rasters: StoredRaster[]; findings: PlacedFinding[] }> {
  const before = storedRasters.parse(upload.rasters);
  const chosen = new Map(before.flatMap(({ path, crs, srid }) => (crs.isChosen ? [[path, srid]] : [])));
  const choices = new Map(before.map(({ path, heightChoices }) => [path, heightChoices]));
  const stored: StoredRaster[] = [];
  const findings: PlacedFinding[] = [];
  for (const { entry, name, format, size, bands, crs, pixelSize, corners, isCloudOptimised, preview, ...raster } of rasters) {
    const path = entry ?? upload.fileName;
    const srid = chosen.get(path) ?? (crs.srid === null ? null : canonicalSrid(crs.srid));
    const footprint = await core.database.sqlAs({ role: "worker", communityId: run.job.communityId }, (sql) =>
      footprintOf(sql, corners, srid),
    );
    const previewKey = preview ? (await core.storage.put(Readable.from([await drawn(preview)]))).key : null;
    const isChosen = chosen.has(path);
    const companions = raster.companions.map((file) => file.path);
    const heightChoices = choices.get(path) ?? {};
    const found: StoredRaster = {
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
      heights: raster.heights,
      heightChoices,
    };
    stored.push(found);
    const own = raster.heights?.product ? crsFindings(found) : [];
    findings.push(...(await locate(core.database, run, srid, [...own, ...(await placed(core.database, run, srid, raster.findings))])));
  }
  for (const { srid, found } of tileFindings(stored))
    findings.push(...(await locate(core.database, run, srid, await placed(core.database, run, srid, found))));
  return { rasters: stored, findings };
}

const PREVIEW_QUALITY = 82;

function drawn({ width, height, rgba }: RasterPreview): Promise<Buffer> {
  return encodeWebp(Buffer.from(rgba, "base64"), width, height, PREVIEW_QUALITY);
}
