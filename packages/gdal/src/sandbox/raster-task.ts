import { bboxAround } from "@archipel/geo/bbox.ts";
import { drawPreview } from "../formats/preview.ts";
import type { Corner, InspectedRaster, RasterBand, RasterFormat, RasterPreview } from "../model.ts";
import { findCrs } from "./crs-match.ts";
import type { StagedFiles } from "./stage-files.ts";
import type { Gdal } from "./wasm.ts";

export interface RasterFile {
  format: RasterFormat;
  entry: string | null;
  name: string;
}

const DRIVERS: Record<RasterFormat, readonly [driver: string, extension: string]> = {
  geotiff: ["GTiff", "tif"],
  "ascii-grid": ["AAIGrid", "asc"],
};
const PREVIEW_PIXELS = 384;
/** Largest rasters to draw. A text is read number by number, and a picture without overviews line by line, which takes too long beyond this. */
const MAX_DRAWN: Record<RasterFormat, number> = { geotiff: 4e9, "ascii-grid": 1e8 };
const MAX_AVERAGED = 1e8;
const MAX_BANDS = 4;

/** The part of `gdalinfo -json` that we read. */
interface RasterInfo {
  size?: [number, number];
  coordinateSystem?: { wkt?: string; projjson?: unknown };
  stac?: { "proj:projjson"?: unknown };
  geoTransform?: number[];
  cornerCoordinates?: { upperLeft: number[]; lowerLeft: number[]; lowerRight: number[]; upperRight: number[] };
  bands?: { type?: string; noDataValue?: number | string; overviews?: unknown[]; block?: [number, number] }[];
}

let mounts = 0;

/**
 * Describes a raster; null when it has no place on the ground and is only a picture.
 *
 * @throws Error with GDAL's message when it cannot be read
 */
export function describeRaster(
  gdal: Gdal,
  file: RasterFile,
  staged: StagedFiles,
  isDrawn: boolean,
): Omit<InspectedRaster, "companions" | "fileSize"> | null {
  const dataset = openRaster(gdal, file.format, staged);
  try {
    const info = gdal.rasterInfo(dataset) as RasterInfo;
    const [width = 0, height = 0] = info.size ?? [];
    const [, a = 0, b = 0, , d = 0, e = 0] = info.geoTransform ?? [];
    const corners = cornersOf(info);
    if (!corners || width === 0 || height === 0) return null;
    const extent = bboxAround(corners);
    const { wkt } = info.coordinateSystem ?? {};
    const declared = wkt ? { wkt, projjson: info.coordinateSystem?.projjson ?? info.stac?.["proj:projjson"] ?? null } : null;
    const bands = (info.bands ?? []).map(({ type = "", noDataValue }): RasterBand => ({ type, nodata: numberOf(noDataValue) }));
    const [first] = info.bands ?? [];
    const isTiled = (first?.block?.[0] ?? width) < width || Math.max(width, height) <= 512;
    return {
      name: file.name,
      format: file.format,
      entry: file.entry,
      size: [width, height],
      bands,
      crs: findCrs(gdal, declared, extent),
      pixelSize: [Math.hypot(a, d), Math.hypot(b, e)],
      extent,
      corners,
      isCloudOptimised: file.format === "geotiff" && isTiled && ((first?.overviews?.length ?? 0) > 0 || Math.max(width, height) <= 512),
      preview: isDrawn && width * height <= MAX_DRAWN[file.format] ? previewOf(gdal, dataset, [width, height], bands) : null,
    };
  } finally {
    gdal.close(dataset);
  }
}

/** Opens the file alone when it has no neighbours, else in a directory that holds only what we unpacked. */
function openRaster(gdal: Gdal, format: RasterFormat, staged: StagedFiles): number {
  const [driver, extension] = DRIVERS[format];
  const number = ++mounts;
  if (staged.others.size > 0) {
    gdal.mount(staged.directory, `/rasters-${number}`);
    return gdal.openRaster(`/rasters-${number}/${staged.main}`, driver);
  }
  const path = `/raster-${number}.${extension}`;
  gdal.expose(`${staged.directory}/${staged.main}`, path);
  return gdal.openRaster(path, driver);
}

function cornersOf({ geoTransform, cornerCoordinates }: RasterInfo): InspectedRaster["corners"] | null {
  if (!geoTransform || !cornerCoordinates) return null;
  const { upperLeft, lowerLeft, lowerRight, upperRight } = cornerCoordinates;
  const corners = [upperLeft, lowerLeft, lowerRight, upperRight].map(([x = Number.NaN, y = Number.NaN]): Corner => [x, y]);
  const [one, two, three, four] = corners;
  if (!one || !two || !three || !four || !corners.flat().every(Number.isFinite)) return null;
  return [one, two, three, four];
}

/** Some writers give -3.4e38 as a text. */
function numberOf(value: number | string | undefined): number | null {
  const number = typeof value === "string" ? Number(value) : value;
  return number === undefined || Number.isNaN(number) ? null : number;
}

/** Returns null when the preview fails: the raster is still valid. */
function previewOf(gdal: Gdal, dataset: number, [width, height]: [number, number], bands: readonly RasterBand[]): RasterPreview | null {
  const scale = Math.min(1, PREVIEW_PIXELS / Math.max(width, height));
  const size: [number, number] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const resampling = width * height <= MAX_AVERAGED ? "average" : "near";
  const chosen = bands.length >= 3 ? Math.min(bands.length, MAX_BANDS) : 1;
  const choice = Array.from({ length: chosen }, (_, index) => ["-b", String(index + 1)]).flat();
  try {
    const bytes = gdal.resample(dataset, [
      "-of",
      "ENVI",
      "-co",
      "INTERLEAVE=BSQ",
      "-ot",
      "Float32",
      "-r",
      resampling,
      "-outsize",
      String(size[0]),
      String(size[1]),
      ...choice,
    ]);
    const values = new Float32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.byteLength / 4));
    const rgba = drawPreview(values, size, bands.slice(0, chosen));
    return { width: size[0], height: size[1], rgba: Buffer.from(rgba).toString("base64") };
  } catch {
    return null;
  }
}
