/** The formats that we read. Everything else is refused before GDAL sees it. */
export type Format = "geojson" | "geojsonseq" | "gpkg" | "shapefile" | "dbf" | "flatgeobuf" | "kml" | "csv" | "gml" | "mapinfo";

/** What one child process may consume. Beyond any of these it is killed and the file counts as unreadable. */
export interface SandboxLimits {
  /** Resident memory of the child, in bytes. */
  memoryBytes: number;
  /** Wall-clock time, in seconds. */
  seconds: number;
  /** Files in an archive. */
  archiveEntries: number;
  /** Bytes an archive may unpack to, in all. */
  archiveBytes: number;
  /** How many times larger than its compressed form one big entry may be. */
  archiveRatio: number;
}

export const defaultLimits: SandboxLimits = {
  memoryBytes: 768 * 1024 * 1024,
  seconds: 600,
  archiveEntries: 5_000,
  archiveBytes: 4 * 1024 ** 3,
  archiveRatio: 200,
};

/** Where a layer is inside the file that was handed in: enough to read it again, in another process, later. */
export interface LayerSource {
  format: Format;
  /** Path of its main file inside the archive; null when the file is no archive. */
  entry: string | null;
  /** GDAL's name of the layer; only GeoPackage and GML hold several. */
  layer: string;
  /** Text encoding that was found or declared; null where the format says UTF-8. */
  encoding: string | null;
  /** Heights; null when the file does not say, and every feature must be looked at. */
  hasZ: boolean | null;
}

export type FieldType = "text" | "integer" | "double" | "boolean" | "date" | "datetime";

export interface SourceField {
  name: string;
  type: FieldType;
}

/** A CRS as found. `candidates` are EPSG codes worth offering, the likeliest first. */
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

export interface InspectionFinding {
  rule:
    | "unreadable"
    | "unsupported"
    | "no-layers"
    | "encoding-doubtful"
    | "field-duplicate"
    | "field-dropped"
    | "archive-refused"
    | "no-geometry-table";
  severity: "error" | "warning" | "info";
  /** Name of the layer or of the file inside the archive; null for the whole file. */
  subject: string | null;
  field?: string;
  params: Record<string, string | number | boolean>;
}

export interface Inspection {
  /** The format, or `zip` when several files came in an archive; null when nothing was understood. */
  driver: Format | "zip" | null;
  layers: InspectedLayer[];
  /** Other files of the archive (PDF, XML…), kept with the original. */
  documents: { path: string; size: number }[];
  findings: InspectionFinding[];
}

/** One feature. Values follow the order of the layer's fields; geometry is EWKB (little endian, Z kept) in the CRS of the file. */
export interface FeatureRow {
  /** 1…n in the order of the file. */
  index: number;
  /** What the file itself calls it (the `id` of GeoJSON, the key of a GeoPackage), when that is asked for and there. */
  id?: string | null;
  values: (string | number | boolean | null)[];
  ewkb: Uint8Array | null;
  /** Values as written, of a CSV: there is a text where the geometry should be, and it could not be read as one. */
  isGeometryUnreadable?: boolean;
}

/** Why a file could not be read: `unreadable` is the ordinary end of a broken or hostile file, also when its child process died. */
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
