import type { Inspection, LayerSource, SandboxLimits } from "../model.ts";
import type { WrittenFile } from "../rows/read-rows.ts";

/** What the parent asks of the child, as JSON on its standard input. Rows come back on descriptor 3, the reply on standard output. */
export type SandboxRequest =
  | {
      kind: "inspect";
      path: string;
      fileName: string;
      encodings: Readonly<Record<string, string>>;
      /** Also read all layers with a geometry: after a line that tells the inspection, their rows. */
      withRows: boolean;
      workDirectory: string;
      limits: SandboxLimits;
    }
  | {
      kind: "read";
      path: string;
      source: LayerSource;
      limit: number | null;
      isAsWritten: boolean;
      workDirectory: string;
      limits: SandboxLimits;
    }
  | {
      kind: "read-many";
      path: string;
      sources: LayerSource[];
      isAsWritten: boolean;
      workDirectory: string;
      limits: SandboxLimits;
    }
  | { kind: "write"; format: WrittenFormat; layers: WrittenLayer[]; workDirectory: string; limits: SandboxLimits };

/** What can be written: GDAL's driver, its options for a layer, and how the file is called in the work directory. */
export const writtenFormats = {
  gpkg: { driver: "GPKG", file: "out.gpkg", options: ["GEOMETRY_NAME=geom", "FID=fid"] },
  geojson: { driver: "GeoJSON", file: "out.geojson", options: ["RFC7946=YES", "COORDINATE_PRECISION=9"] },
  shapefile: { driver: "ESRI Shapefile", file: "out.shp.zip", options: ["ENCODING=UTF-8"] },
  flatgeobuf: { driver: "FlatGeobuf", file: "out.fgb", options: [] },
  csv: { driver: "CSV", file: "out.csv", options: ["GEOMETRY=AS_WKT", "GEOMETRY_NAME=geom", "STRING_QUOTING=IF_NEEDED"] },
} as const satisfies Record<string, { driver: string; file: string; options: readonly string[] }>;
export type WrittenFormat = keyof typeof writtenFormats;

/** A layer laid out for the child as `<directory>/<file>` (CSV with WKT) by the parent. */
export interface WrittenLayer {
  file: string;
  name: string;
  /** EPSG code; null when it is not known. */
  srid: number | null;
  /** GDAL's word for the geometry type of the whole layer, such as MULTIPOLYGON or POINTZ. */
  geometryType: string;
  /** Whether some feature has no shape. */
  lacksShapes: boolean;
}

export type SandboxReply =
  | { ok: true; inspection?: Inspection; messages: string[] }
  | { ok: false; reason: "broken" | "archive" | "memory"; detail: string; messages: string[] };

/** Name of the geometry column in the row stream: nothing in a file can be called so by chance. */
export const ROW_GEOMETRY = "__archipel_geometry";
/** Name of the column of GDAL's own feature ids, where they are asked for. */
export const ROW_FID = "__archipel_fid";

/** The line before the rows of a file that was inspected and is read: `Announced` as JSON. */
export const INSPECTED = "-- archipel inspected ";
export interface Announced {
  inspection: Inspection;
  /** Rows of the layers that were written down while they were looked at, and are not streamed. */
  written: (WrittenFile | null)[];
}

/** Lines between the layers of a row stream: where one begins, and how it ended. */
export const LAYER_BEGINS = "-- archipel layer begins ";
export const LAYER_ENDS = "-- archipel layer ends ";

/** How a layer of several ended, as JSON after `LAYER_ENDS`. */
export interface LayerEnd {
  layer: number;
  /** Why it could not be read to its end; null when it was. */
  failure: string | null;
}
