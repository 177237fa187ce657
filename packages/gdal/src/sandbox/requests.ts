import type { Inspection, LayerSource, SandboxLimits } from "../model.ts";

/** What the parent asks of the child, as JSON on its standard input. Rows come back on descriptor 3, the reply on standard output. */
export type SandboxRequest =
  | {
      kind: "inspect";
      path: string;
      fileName: string;
      encodings: Readonly<Record<string, string>>;
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
  | { kind: "write"; layers: WrittenLayer[]; workDirectory: string; limits: SandboxLimits };

/** A layer laid out for the child as `<directory>/<file>` (CSV with WKT) by the parent, to be written into `out.gpkg`. */
export interface WrittenLayer {
  file: string;
  name: string;
  srid: number;
  /** GDAL's word for the geometry type of the whole layer, such as MULTIPOLYGON or POINTZ. */
  geometryType: string;
}

export type SandboxReply =
  | { ok: true; inspection?: Inspection; messages: string[] }
  | { ok: false; reason: "broken" | "archive"; detail: string; messages: string[] };

/** Name of the geometry column in the row stream: nothing in a file can be called so by chance. */
export const ROW_GEOMETRY = "__archipel_geometry";
/** Name of the column of GDAL's own feature ids, where they are asked for. */
export const ROW_FID = "__archipel_fid";

/** Lines between the layers of a row stream: where one begins, and how it ended. */
export const LAYER_BEGINS = "-- archipel layer begins ";
export const LAYER_ENDS = "-- archipel layer ends ";

/** How a layer of several ended, as JSON after `LAYER_ENDS`. */
export interface LayerEnd {
  layer: number;
  /** Why it could not be read to its end; null when it was. */
  failure: string | null;
}
