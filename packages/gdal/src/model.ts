import type { Reshaped } from "@archipel/geo/wkb-curves.ts";
import type { CloudFindingCode } from "@archipel/pointcloud/checks/finding.ts";
import type { RepairedPoints } from "@archipel/pointcloud/repair/repair-cloud.ts";
import type { GroundBox } from "@archipel/pointcloud/summarise.ts";
import type { HeightRule, InspectedHeights } from "./height-model.ts";

/** The formats that we read (also inside archives). Every other format is refused before GDAL opens it. */
export const formats = [
  "geojson",
  "geojsonseq",
  "gpkg",
  "shapefile",
  "dbf",
  "flatgeobuf",
  "kml",
  "kmz",
  "csv",
  "gml",
  "gpx",
  "dxf",
  "mapinfo-tab",
  "mapinfo-mif",
  "filegdb",
  "topojson",
  "esrijson",
  "jsonfg",
  "xlsx",
  "ods",
  "geoparquet",
] as const;
export type Format = (typeof formats)[number];

/** Whether a file of this format may hold several layers, which their sources identify by name. */
export function holdsLayers(format: Format): boolean {
  return LAYERED.has(format);
}
const LAYERED: ReadonlySet<Format> = new Set(["gpkg", "gml", "gpx", "dxf", "filegdb", "topojson", "jsonfg", "xlsx", "ods"]);

/** Whether the layers of a format are opened one by one, each as a file of its own. */
export function isReadByParts(format: Format): boolean {
  return format === "topojson" || isSpreadsheet(format);
}

/** Whether a format is rows of cells without declared columns: types and geometries are found in the values. */
export function isTable(format: Format): boolean {
  return format === "csv" || isSpreadsheet(format);
}

/** Whether a format is a workbook of sheets. */
export function isSpreadsheet(format: Format): boolean {
  return format === "xlsx" || format === "ods";
}

/** Whether a format holds GeoJSON features, or becomes them before GDAL reads it: all names of fields are kept. */
export function isGeoJson(format: Format): boolean {
  return format === "geojson" || format === "geojsonseq" || format === "topojson";
}

/** Whether the format prescribes UTF-8: the only encoding that a person may choose is UTF-8 encoded twice. */
export function isAlwaysUtf8(format: Format): boolean {
  return format === "gpkg" || format === "flatgeobuf" || format === "filegdb" || format === "geoparquet" || isSpreadsheet(format);
}

/** Raster formats that we inspect. A text of positions and heights, `xyz`, is one when its positions are a regular grid. */
export const rasterFormats = ["geotiff", "ascii-grid", "xyz"] as const;
export type RasterFormat = (typeof rasterFormats)[number];

/** Point clouds: LAS and LAZ of any version, and the LAZ with an octree that a browser reads by parts. */
export const cloudFormats = ["las", "laz", "copc"] as const;
export type CloudFormat = (typeof cloudFormats)[number];

/** What one child process may consume. When it exceeds a limit it is killed and the file counts as unreadable. */
export interface SandboxLimits {
  /** Resident memory of the child, in bytes. */
  memoryBytes: number;
  /** Wall-clock time, in seconds, including the time that it waits for a slow reader. */
  seconds: number;
  /**
   * Processor time in seconds for any file, and more for each of its megabytes and for each entry of an archive or a folder: a small file that
   * needs long is hostile.
   */
  cpuSeconds: number;
  cpuSecondsAMegabyte: number;
  cpuSecondsAnEntry: number;
  /** Files in an archive. */
  archiveEntries: number;
  /** Total bytes that an archive may unpack to. */
  archiveBytes: number;
  /** Highest compression ratio of one large entry. */
  archiveRatio: number;
}

export const defaultLimits: SandboxLimits = {
  // Memory is measured ten times a second. With what a child can allocate between two measurements it stays below 512 MB.
  memoryBytes: 464 * 1024 * 1024,
  seconds: 600,
  cpuSeconds: 10,
  cpuSecondsAMegabyte: 4,
  // 5,000 small texts need 12 to 17 s on a busy machine. With `archiveEntries` this adds 25 s at most, whatever a zip declares.
  cpuSecondsAnEntry: 0.005,
  archiveEntries: 5_000,
  archiveBytes: 4 * 1024 ** 3,
  archiveRatio: 200,
};

/** Where a layer is inside the uploaded file: enough to read it again later, in another process. */
export interface LayerSource {
  format: Format;
  /** Path of its main file (or folder, for a file geodatabase) inside the archive; null when the file is no archive. */
  entry: string | null;
  /** GDAL's name of the layer, the name of a part of a drawing (`dxfParts`), of an object of a topology, or of a sheet. */
  layer: string;
  /** Text encoding, detected, declared or chosen; `UTF-8 (double)` for texts encoded twice; null when it was never examined. */
  encoding: string | null;
  /** Whether it has heights; null when the file does not say and every feature must be read to know. */
  hasZ: boolean | null;
  /** Whether it may have measures, which are left out. Only the inspection, which says so, needs to know. */
  hasM?: boolean;
}

/** A `datetime` is an instant, written with its zone; a `localdatetime` is the time of a clock whose zone is not written. */
export type FieldType = "text" | "integer" | "double" | "boolean" | "date" | "datetime" | "localdatetime";

export interface SourceField {
  name: string;
  type: FieldType;
}

/** A CRS as found. `candidates` are EPSG codes to propose, the likeliest first. */
export interface FoundCrs {
  srid: number | null;
  name: string | null;
  how: "declared" | "by-name" | "guessed" | "unknown";
  candidates: number[];
}

export interface InspectedLayer {
  name: string;
  source: LayerSource;
  /** `Point`, `MultiPolygon Z`…; `Geometry` when the file does not say, `None` for a table without geometry. */
  geometryType: string;
  featureCount: number;
  fields: SourceField[];
  crs: FoundCrs;
  /** West, south, east, north in the units of its CRS; null when empty. */
  extent: [number, number, number, number] | null;
}

export interface RasterBand {
  /** GDAL's name: `Byte`, `Int16`, `Float32`… */
  type: string;
  nodata: number | null;
}

/** A georeferenced grid of pixels. */
export interface InspectedRaster {
  name: string;
  format: RasterFormat;
  /** Path inside the archive; null when the file is no archive. */
  entry: string | null;
  /** Bytes of its file. */
  fileSize: number;
  /** Files of the archive that georeference it (.tfw, .prj). */
  companions: { path: string; size: number }[];
  /** Columns, rows. */
  size: [number, number];
  bands: RasterBand[];
  crs: FoundCrs;
  /** Ground length of a pixel's sides, in the units of its CRS. */
  pixelSize: [number, number];
  /** West, south, east, north in the units of its CRS. */
  extent: [number, number, number, number];
  /** Upper left, lower left, lower right, upper right, in the units of its CRS: the grid may be rotated. */
  corners: [Corner, Corner, Corner, Corner];
  /** Whether it is a cloud-optimised GeoTIFF, of which a part can be read over the network. */
  isCloudOptimised: boolean;
  /** Null when it is too large to read whole, or could not be drawn. */
  preview: RasterPreview | null;
  /** Null for pictures, and for rasters of several bands. */
  heights: InspectedHeights | null;
  findings: RasterInspectionFinding[];
}

/** A finding about a raster, with its place in the units of the CRS. */
export type RasterInspectionFinding = CloudInspectionFinding;
export type Corner = [x: number, y: number];

/** A small picture of a raster in its own grid: RGBA, row by row, base64. Heights are shaded, pixels without value are transparent. */
export interface RasterPreview {
  width: number;
  height: number;
  rgba: string;
}

/** How a program holds the values of an extra field of points. */
export interface ExtraDimension {
  type: "floating" | "unsigned" | "signed";
  size: number;
}

/** A cloud of points with heights, counted from its points. */
export interface InspectedCloud {
  name: string;
  format: CloudFormat;
  /** Path inside the archive; null when the file is no archive. */
  entry: string | null;
  /** Bytes of its file. */
  fileSize: number;
  /** Version of LAS, `1.4`, and its point format. */
  version: string;
  pointFormat: number;
  points: number;
  /** Lowest and highest coordinates of the points, in the units of its CRS. */
  min: [number, number, number];
  max: [number, number, number];
  crs: FoundCrs;
  /** EPSG code of the heights, stated or by the name of the file. */
  verticalSrid: number | null;
  /** Points a square unit of the ground that they cover, and the share of their box that they cover. */
  density: number;
  coverage: number;
  /** Class → points; return → points. Without zeros. */
  classes: Record<string, number>;
  returns: Record<string, number>;
  extraFields: string[];
  /** The type and the bytes of each of them, as readers hold its values. */
  extraTypes: ExtraDimension[];
  /** First and last day on which points were measured; null when their times do not say. */
  dates: [first: string, last: string] | null;
  product: "lidar-hd" | "ign" | null;
  /** What repairs did, after which all this was counted; null without repairs. */
  repaired: RepairedPoints | null;
  /** Faults of this cloud. */
  findings: CloudInspectionFinding[];
}

/** A finding about a cloud, with the first of its points in the units of the CRS. */
export interface CloudInspectionFinding extends InspectionFinding {
  at?: [x: number, y: number];
  /** West, south, east, north of what the finding is about. */
  box?: GroundBox;
}

export interface InspectionFinding {
  rule:
    | "unreadable"
    | "json-broken"
    | "incomplete"
    | "part-missing"
    | "package-layer-missing"
    | "package-layer-view"
    | "package-layer-shapeless"
    | "feature-too-large"
    | "unsupported"
    | "mislabelled"
    | "no-layers"
    | "nested-archive"
    | "encoding-doubtful"
    | "attributes-missing"
    | "field-duplicate"
    | "field-dropped"
    | "field-twin"
    | "integers-as-text"
    | "moments-mixed"
    | "archive-refused"
    | "no-geometry-table"
    | "raster-not-placed"
    | "raster-too-large"
    | "texts-left"
    | "coordinates-unreadable"
    | "field-as-text"
    | "sheet-header"
    | "sheet-empty-parts"
    | "sheet-merged"
    | "sheet-errors"
    | "sheet-formulas"
    | "sheet-hidden"
    | CloudRule
    | HeightRule;
  severity: "error" | "warning" | "info";
  /** Name of the layer or of the file inside the archive; null for the whole file. */
  subject: string | null;
  field?: string;
  /** The feature, 1…n in the order of the layer, when the finding is about one. */
  featureIndex?: number;
  /** How many features this finding counts, when not all are listed. */
  occurrences?: number;
  params: Record<string, string | number | boolean>;
}

/** What a point cloud can have. Most come from `packages/pointcloud/src/checks`. */
export type CloudRule =
  | `cloud-${Exclude<CloudFindingCode, "crs-missing">}`
  | "cloud-broken"
  | "cloud-broken-parts"
  | "cloud-empty"
  | "cloud-heights-unstated"
  | "cloud-outside-tile"
  | "cloud-heights-contradict"
  | "cloud-repairs-refused"
  | "cloud-gaps"
  | "cloud-gap"
  | "cloud-overlap"
  | "clouds-left";

export interface Inspection {
  /** The format, or `zip` when several files came in an archive; null when nothing was understood. */
  driver: Format | RasterFormat | CloudFormat | "zip" | null;
  layers: InspectedLayer[];
  rasters: InspectedRaster[];
  clouds: InspectedCloud[];
  /** Other files of the archive (PDF, XML…), kept with the original. */
  documents: { path: string; size: number }[];
  findings: InspectionFinding[];
}

/** One feature. Values follow the order of the layer's fields; geometry is EWKB (little endian, Z kept) in the CRS of the file. */
export interface FeatureRow {
  /** 1…n in the order of the file. */
  index: number;
  /** The file's own identifier (the `id` of GeoJSON, the key of a GeoPackage), when requested and present. */
  id?: string | null;
  values: (string | number | boolean | null)[];
  ewkb: Uint8Array | null;
  /** The file holds something in place of the geometry (text of a CSV, bytes of a GeoPackage) that is not one. */
  isGeometryUnreadable?: boolean;
  /** What was lost or converted of the geometry of the file. */
  reshaped?: Reshaped;
}

/** Why a file could not be read. `unreadable` is the normal outcome of a broken or hostile file, also when its child process died. */
export class UnreadableError extends Error {
  override name = "UnreadableError";
  readonly reason: "broken" | "timeout" | "memory" | "crash" | "archive";
  readonly detail: string;

  constructor(reason: UnreadableError["reason"], detail: string) {
    super(`${reason}: ${detail}`);
    this.reason = reason;
    this.detail = detail;
  }
}

/** The rows of a layer are to be read again from the first one, because another reader takes over. */
export class ReadAgainError extends UnreadableError {
  override name = "ReadAgainError";

  constructor() {
    super("broken", "the rows are read again by another reader");
  }
}

/** A feature of a GeoJSON whose text is longer than the reader takes, or never ends. */
export class FeatureTooLargeError extends UnreadableError {
  override name = "FeatureTooLargeError";
  /** Its place in the file, from 1. */
  readonly feature: number;
  readonly megabytes: number;

  constructor(feature: number, maxBytes: number) {
    const megabytes = Math.floor(maxBytes / 1024 ** 2);
    super("broken", `feature ${feature} has more than ${megabytes} MB of text, or no end`);
    this.feature = feature;
    this.megabytes = megabytes;
  }
}

/** What is missing of a file that was cut short: bytes, records, or its end, when it does not say how long it must be. */
interface Shortfall {
  file: string;
  expected: number;
  found: number;
  unit: "bytes" | "records" | "end";
}

/** A file that does not hold what it declares, because a copy or a download stopped early. */
export class IncompleteError extends UnreadableError {
  override name = "IncompleteError";
  readonly shortfall: Shortfall;

  constructor(shortfall: Shortfall, detail?: string) {
    const { file, expected, found, unit } = shortfall;
    const words = unit === "end" ? `it breaks off after ${found} bytes` : `${expected} ${unit} expected, ${found} found`;
    super("broken", `${file} is incomplete: ${detail ?? words}`);
    this.shortfall = shortfall;
  }
}
