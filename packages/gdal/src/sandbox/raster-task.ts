import { bboxAround } from "@archipel/geo/bbox.ts";
import type { HeightFacts } from "@archipel/geo/heights/check-heights.ts";
import { heightsNamed } from "@archipel/geo/heights/height-names.ts";
import { drawPreview } from "../formats/preview.ts";
import type { HeightChoices, InspectedHeights } from "../height-model.ts";
import type { Corner, FoundCrs, InspectedRaster, RasterBand, RasterFormat, RasterInspectionFinding, RasterPreview } from "../model.ts";
import { findCrs } from "./crs-match.ts";
import { crsOfName } from "./crs-of-name.ts";
import { type CellPlaces, datumFindings, heightFindings } from "./height-findings.ts";
import { scanHeights } from "./heights-scan.ts";
import type { StagedFiles } from "./stage-files.ts";
import { verticalOf } from "./vertical-crs.ts";
import type { Gdal } from "./wasm.ts";

/** A raster that GDAL reads. */
export interface RasterFile {
  format: Exclude<RasterFormat, "xyz">;
  entry: string | null;
  name: string;
  /** Name of its file, which may say what its heights are. */
  fileName: string;
}

/** How a raster is described. */
export interface RasterLook {
  isDrawn: boolean;
  /** Cells that may be read to look at heights. */
  mostCells: number;
  choices: HeightChoices;
}

export type DescribedRaster = Omit<InspectedRaster, "companions" | "fileSize">;

const DRIVERS: Record<RasterFile["format"], readonly [driver: string, extension: string]> = {
  geotiff: ["GTiff", "tif"],
  "ascii-grid": ["AAIGrid", "asc"],
};
const PREVIEW_PIXELS = 384;
/** Largest rasters to draw. A text is read number by number, and a picture without overviews line by line, which takes too long beyond this. */
const MAX_DRAWN: Record<RasterFile["format"], number> = { geotiff: 4e9, "ascii-grid": 1e8 };
const MAX_AVERAGED = 1e8;
const MAX_BANDS = 4;

/** The part of `gdalinfo -json` that we read. */
interface RasterInfo {
  size?: [number, number];
  coordinateSystem?: { wkt?: string; projjson?: unknown };
  stac?: { "proj:projjson"?: unknown };
  geoTransform?: number[];
  cornerCoordinates?: { upperLeft: number[]; lowerLeft: number[]; lowerRight: number[]; upperRight: number[] };
  metadata?: { IMAGE_STRUCTURE?: { COMPRESSION?: string } };
  bands?: RasterInfoBand[];
}
interface RasterInfoBand {
  type?: string;
  noDataValue?: number | string;
  overviews?: unknown[];
  block?: [number, number];
  scale?: number;
  offset?: number;
}

let mounts = 0;

/**
 * Describes a raster; null when it has no place on the ground and is only a picture.
 *
 * @throws Error with GDAL's message when it cannot be read
 */
export function describeRaster(gdal: Gdal, file: RasterFile, staged: StagedFiles, look: RasterLook): DescribedRaster | null {
  const dataset = openRaster(gdal, file.format, staged);
  try {
    const info = gdal.rasterInfo(dataset) as RasterInfo;
    const [width = 0, height = 0] = info.size ?? [];
    const [, a = 0, b = 0, , d = 0, e = 0] = info.geoTransform ?? [];
    const corners = cornersOf(info);
    if (!corners || width === 0 || height === 0) return null;
    const extent = bboxAround(corners);
    const bands = (info.bands ?? []).map(({ type = "", noDataValue }): RasterBand => ({ type, nodata: numberOf(noDataValue) }));
    const [first] = info.bands ?? [];
    const isTiled = (first?.block?.[0] ?? width) < width || Math.max(width, height) <= 512;
    const isCloudOptimised =
      file.format === "geotiff" && isTiled && ((first?.overviews?.length ?? 0) > 0 || Math.max(width, height) <= 512);
    const { isDrawn } = look;
    return {
      name: file.name,
      format: file.format,
      entry: file.entry,
      size: [width, height],
      bands,
      crs: crsOfRaster(gdal, info, extent, file.fileName),
      pixelSize: [Math.hypot(a, d), Math.hypot(b, e)],
      extent,
      corners,
      isCloudOptimised,
      preview:
        isDrawn && width * height <= MAX_DRAWN[file.format]
          ? previewOf(gdal, dataset, [width, height], withNodata(bands, look.choices))
          : null,
      ...heightsOf(gdal, dataset, file, info, { look, bands, isServable: isCloudOptimised && isReadHere(info) && staged.others.size <= 1 }),
    };
  } finally {
    gdal.close(dataset);
  }
}

/** A value that a person calls empty is not drawn either. */
const withNodata = (bands: readonly RasterBand[], { nodata }: HeightChoices): readonly RasterBand[] =>
  nodata === undefined ? bands : bands.map((band) => ({ ...band, nodata }));

function crsOfRaster(gdal: Gdal, info: RasterInfo, extent: InspectedRaster["extent"], fileName: string): FoundCrs {
  const { wkt } = info.coordinateSystem ?? {};
  const declared = wkt ? { wkt, projjson: projjsonOf(info) } : null;
  return crsOfName(findCrs(gdal, declared, extent), fileName, extent);
}

const projjsonOf = ({ coordinateSystem, stac }: RasterInfo): unknown => coordinateSystem?.projjson ?? stac?.["proj:projjson"] ?? null;

/** How files may be packed that heights are read from as they are (`modules/elevation/sample`). */
const READ_HERE: ReadonlySet<string> = new Set(["LZW", "DEFLATE", "ZSTD", "NONE"]);

function isReadHere({ metadata, bands }: RasterInfo): boolean {
  const [band] = bands ?? [];
  return READ_HERE.has(metadata?.IMAGE_STRUCTURE?.COMPRESSION ?? "NONE") && !isScaled(band);
}

/** Whether the numbers of a band are not heights before they are scaled. */
export const isScaled = (band: RasterInfoBand | undefined): boolean => (band?.scale ?? 1) !== 1 || (band?.offset ?? 0) !== 0;

/** One band of numbers may hold heights. Bytes are pictures, and complex numbers are waves. */
const isOfHeights = (bands: readonly RasterBand[]): boolean =>
  bands.length === 1 && /^(U?Int(16|32|64)|Float(32|64))$/.test(bands[0]?.type ?? "");

/** Heights differ by less than this share of a cell from a square. */
const SQUARE = 1e-3;

function heightsOf(
  gdal: Gdal,
  dataset: number,
  { format, entry, fileName }: RasterFile,
  info: RasterInfo,
  { look: { choices, mostCells }, bands, isServable }: { look: RasterLook; bands: readonly RasterBand[]; isServable: boolean },
): { heights: InspectedHeights | null; findings: RasterInspectionFinding[] } {
  if (!isOfHeights(bands) || choices.product === "none") return { heights: isOfHeights(bands) ? noHeights(choices) : null, findings: [] };
  const [columns = 0, rows = 0] = info.size ?? [];
  const [west = 0, a = 0, b = 0, north = 0, d = 0, e = 0] = info.geoTransform ?? [];
  const isSquare = b === 0 && d === 0 && a > 0 && e < 0 && Math.abs(a + e) <= SQUARE * a;
  const named = heightsNamed(fileName);
  const stated = verticalOf(projjsonOf(info));
  const product = choices.product ?? named.product ?? (stated !== null || format === "ascii-grid" ? "dtm" : null);
  const verticalSrid = choices.verticalSrid ?? stated ?? named.verticalSrid;
  const nodata = choices.nodata ?? bands[0]?.nodata ?? null;
  const isRead = columns * rows <= mostCells;
  const scale = isScaled(info.bands?.[0]);
  const facts = isRead ? scanHeights(gdal, dataset, [columns, rows], { nodata, product: product ?? "dsm", isScaled: scale }) : null;
  const heights: InspectedHeights = {
    ...{ product, verticalSrid, isSquare },
    range: facts?.range ?? null,
    emptyShare: facts?.emptyShare ?? null,
    isServable: isServable && choices.nodata === undefined,
  };
  const places = { west, north, sides: [a, -e] as const, size: [columns, rows] as const };
  return {
    heights,
    findings: findingsOf(heights, facts, places, { entry, datum: datumFindings(stated, named, choices.verticalSrid, entry) }),
  };
}

/** A person says that the numbers are no heights. */
const noHeights = (_: HeightChoices): InspectedHeights => ({
  product: null,
  verticalSrid: null,
  range: null,
  emptyShare: null,
  isSquare: false,
  isServable: false,
});

function findingsOf(
  { product, isSquare, range }: InspectedHeights,
  facts: HeightFacts | null,
  places: CellPlaces,
  { entry: subject, datum }: { entry: string | null; datum: RasterInspectionFinding[] },
): RasterInspectionFinding[] {
  if (product === null) {
    const [low, high] = range ?? [];
    if (low === undefined || high === undefined) return [];
    return [{ rule: "heights-unnamed", severity: "info", subject, params: { low: Math.round(low), high: Math.round(high) } }];
  }
  const shape: RasterInspectionFinding[] = isSquare ? [] : [{ rule: "heights-not-square", severity: "warning", subject, params: {} }];
  const unread: RasterInspectionFinding = { rule: "heights-unread", severity: "info", subject, params: {} };
  return [...shape, ...(product === "chm" ? [] : datum), ...(facts ? heightFindings(facts, places, subject) : [unread])];
}

/** Opens the file alone when it has no neighbours, else in a directory that holds only what we unpacked. */
export function openRaster(gdal: Gdal, format: RasterFile["format"], staged: StagedFiles): number {
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
export function numberOf(value: number | string | undefined): number | null {
  const number = typeof value === "string" ? Number(value) : value;
  return number === undefined || Number.isNaN(number) ? null : number;
}

/** The size of a preview, and whether the raster is small enough to take means of its cells. */
export function previewSize([width, height]: readonly [number, number]): [number, number] {
  const scale = Math.min(1, PREVIEW_PIXELS / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** Returns null when the preview fails: the raster is still valid. */
function previewOf(gdal: Gdal, dataset: number, [width, height]: [number, number], bands: readonly RasterBand[]): RasterPreview | null {
  const size = previewSize([width, height]);
  const resampling = width * height <= MAX_AVERAGED ? "average" : "near";
  const chosen = bands.length >= 3 ? Math.min(bands.length, MAX_BANDS) : 1;
  const choice = Array.from({ length: chosen }, (_, index) => ["-b", String(index + 1)]).flat();
  const how = ["-of", "ENVI", "-co", "INTERLEAVE=BSQ", "-ot", "Float32", "-r", resampling, "-outsize", String(size[0]), String(size[1])];
  try {
    const bytes = gdal.resample(dataset, [...how, ...choice]);
    const values = new Float32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.byteLength / 4));
    const rgba = drawPreview(values, size, bands.slice(0, chosen));
    return { width: size[0], height: size[1], rgba: Buffer.from(rgba).toString("base64") };
  } catch {
    return null;
  }
}
