import type { Bbox } from "@archipel/geo/bbox.ts";
import type { Rings } from "@archipel/pointcloud/clip/area.ts";
import type { CloudChanges } from "@archipel/pointcloud/compare/compare-clouds.ts";
import type { ClassMove } from "@archipel/pointcloud/copc/reclassify-copc.ts";
import type { CloudKind } from "@archipel/pointcloud/node/clip-file.ts";
import type { CloudRepairs } from "@archipel/pointcloud/repair/plan.ts";
import type { RepairedPoints } from "@archipel/pointcloud/repair/repair-cloud.ts";
import type { DrawnVolume } from "@archipel/pointcloud/selection/volume.ts";
import type { ModelRecipe } from "@archipel/pointcloud/terrain/model-block.ts";
import type { HeightChoices } from "../height-model.ts";
import type { Inspection, LayerSource, RasterFormat, SandboxLimits, SourceField } from "../model.ts";
import type { WrittenFile } from "../rows/read-rows.ts";

/** The request of the parent, as JSON on the child's standard input. Rows come back on descriptor 3, the reply on standard output. */
export type SandboxRequest =
  | {
      kind: "inspect";
      path: string;
      fileName: string;
      encodings: Readonly<Record<string, string>>;
      /** Also streams the rows of all layers with a geometry, after a line with the inspection. */
      withRows: boolean;
      /** Repairs of point clouds, by entry of the archive (`""` when the file is not an archive). */
      cloudRepairs?: Readonly<Record<string, CloudRepairs>>;
      /** What people said about rasters of heights, in the same way. */
      heightChoices?: Readonly<Record<string, HeightChoices>>;
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
  | {
      kind: "copc";
      path: string;
      /** Path inside the archive; null when the file is no archive. */
      entry: string | null;
      /** CRS as WKT 1, for a file that has none. */
      wkt: string | null;
      /** The file is wrong about its CRS: `wkt` replaces it. */
      isCrsReplaced: boolean;
      /** Name of the file, which says its tile. */
      fileName: string;
      /** Null without repairs. */
      repairs: CloudRepairs | null;
      workDirectory: string;
      limits: SandboxLimits;
    }
  | {
      kind: "reclassify";
      /** A COPC file. */
      path: string;
      volume: DrawnVolume;
      classification: number;
      workDirectory: string;
      limits: SandboxLimits;
    }
  | {
      kind: "compare";
      /** Two point clouds. */
      before: string;
      after: string;
      workDirectory: string;
      limits: SandboxLimits;
    }
  | {
      kind: "clip";
      clip: CloudClip;
      workDirectory: string;
      limits: SandboxLimits;
    }
  | {
      kind: "model";
      /** Files of points. */
      paths: string[];
      recipe: ModelRecipe;
      /** The block, in units of the CRS. */
      box: Bbox;
      /** The part of the block to compute again, and the file of the whole; null for all of it. */
      window: Bbox | null;
      earlier: string | null;
      /** The hillshade of the whole, when one is made. */
      earlierShade: string | null;
      withShade: boolean;
      workDirectory: string;
      limits: SandboxLimits;
    }
  | {
      kind: "heights";
      path: string;
      heights: HeightsToWrite;
      workDirectory: string;
      limits: SandboxLimits;
    }
  | {
      kind: "changed-box";
      /** COPC files. */
      path: string;
      earlier: string;
      workDirectory: string;
      limits: SandboxLimits;
    }
  | {
      kind: "terrain";
      terrain: CloudTerrain;
      workDirectory: string;
      limits: SandboxLimits;
    }
  | {
      kind: "write";
      format: WrittenByGdal;
      layers: WrittenLayer[];
      /** ISO 8601; null for now. */
      date: string | null;
      workDirectory: string;
      limits: SandboxLimits;
    };

/** Local files of clouds in one CRS, and the part of them that is taken. */
interface CloudPart {
  paths: readonly string[];
  /** Polygons in the CRS of the clouds; null for all of them. */
  polygons: readonly Rings[] | null;
}

/** The points of clouds inside an area, as one file. */
export interface CloudClip extends CloudPart {
  format: CloudKind;
  /** Classes to keep; null for all. */
  classes: readonly number[] | null;
  /** Side of cubes that keep one point each, in units of the CRS; null for all points. */
  spacing: number | null;
  /** CRS as WKT 1, when not all clouds state it. */
  wkt: string | null;
}

/** What can be made of the heights of clouds. The last three are made of the terrain. */
export const TERRAIN_PRODUCTS = ["dtm", "dsm", "chm", "hillshade", "contours", "mesh"] as const;
export type TerrainProduct = (typeof TERRAIN_PRODUCTS)[number];

/** Models of heights of clouds, as files in the work directory: `dtm.tif`, `dtm.asc`, `hillshade.tif`, `contours.gpkg`, `mesh.glb`, `mesh.obj`… */
export interface CloudTerrain extends CloudPart {
  products: readonly TerrainProduct[];
  /** Grids are cloud-optimised GeoTIFF, ESRI ASCII grids, or both. */
  grids: readonly ("tif" | "asc")[];
  /** Side of a cell, in units of the CRS. */
  resolution: number;
  /** Height between two contour lines. */
  interval: number;
  srid: number | null;
}

/** A file that a task made in the work directory. */
export interface MadeFile {
  name: string;
  bytes: number;
}

/** Facts of a file of points. */
export interface WrittenClip {
  points: number;
  pointFormat: number;
  /** Class → points. */
  byClass: Readonly<Record<number, number>>;
  files: MadeFile[];
}

/** A raster of heights, and what its blocks say. */
export interface HeightsToWrite {
  /** Path inside the archive; null when the file is no archive. */
  entry: string | null;
  format: RasterFormat;
  srid: number;
  /** EPSG code of what heights refer to; null when it is not known. */
  verticalSrid: number | null;
  /** The value of cells without height, when the file does not say it. */
  nodata: number | null;
}

/** A part of a raster of heights that was written as a cloud-optimised GeoTIFF. */
export interface WrittenBlock extends WrittenModel {
  file: string;
  /** Its place in the grid of blocks. */
  column: number;
  row: number;
  cell: number;
}

/** The formats that GDAL writes for us: its driver, its layer options, and the name of the file in the work directory. */
export const writtenFormats = {
  gpkg: { driver: "GPKG", file: "out.gpkg", options: ["GEOMETRY_NAME=geom", "FID=fid"] },
  geojson: { driver: "GeoJSON", file: "out.geojson", options: ["RFC7946=YES", "COORDINATE_PRECISION=9"] },
  shapefile: { driver: "ESRI Shapefile", file: "out.shp.zip", options: ["ENCODING=UTF-8"] },
  flatgeobuf: { driver: "FlatGeobuf", file: "out.fgb", options: [] },
} as const satisfies Record<string, { driver: string; file: string; options: readonly string[] }>;
export type WrittenByGdal = keyof typeof writtenFormats;

/** A layer that the parent has written for the child as `<directory>/<file>` (CSV with WKT). */
export interface WrittenLayer {
  file: string;
  /** GDAL's SQL for the columns of the layer; null when they are those of the file. */
  query: string | null;
  name: string;
  /** EPSG code; null when it is not known. */
  srid: number | null;
  /** GDAL's name for the geometry type of the whole layer, for example MULTIPOLYGON or POINTZ. */
  geometryType: string;
  /** Whether some features have no geometry. */
  lacksShapes: boolean;
}

export type SandboxReply =
  | {
      ok: true;
      inspection?: Inspection;
      cloud?: WrittenCloud;
      moves?: ClassMove[];
      changes?: CloudChanges;
      model?: WrittenModel | null;
      blocks?: WrittenBlock[];
      box?: Bbox | null;
      clip?: WrittenClip;
      files?: MadeFile[];
      messages: string[];
    }
  | { ok: false; reason: "broken" | "archive" | "memory"; detail: string; messages: string[] };

/** The file that a `copc` or `reclassify` request makes in the work directory. Its progress comes as lines of numbers from 0 to 1 instead of rows. */
export const COPC_FILE = "out.copc.laz";

/** The files that a `terrain` request makes in the work directory. Its progress comes as that of COPC. */
export const MODEL_FILE = "out.tif";
export const SHADE_FILE = "shade.tif";

/** A block of a model of heights that was written. */
export interface WrittenModel {
  columns: number;
  rows: number;
  west: number;
  north: number;
  /** Lowest and highest height, and the number of cells that have one. */
  low: number;
  high: number;
  cells: number;
}

/** Facts of a cloud that was written: its source may have another point format. */
export interface WrittenCloud {
  points: number;
  pointFormat: number;
  /** Null when nothing was repaired. */
  repaired: RepairedPoints | null;
}

/** Name of the geometry column in the row stream, unlikely enough that no file uses it by chance. */
export const ROW_GEOMETRY = "__archipel_geometry";
/** Name of the column of GDAL's own feature ids, when requested. */
export const ROW_FID = "__archipel_fid";

/** Marker line before the rows of an inspected file: `Announced` as JSON. */
export const INSPECTED = "-- archipel inspected ";
export interface Announced {
  inspection: Inspection;
  /** Layers whose rows were stored during the inspection; they are not streamed. */
  written: (WrittenFile | null)[];
}

/**
 * Marker line before that of an inspected file, with `RowsAhead` as JSON: the rows of its only layer come in a file already, because the reader
 * that describes the layer writes them. Lines of `ROWS_GROWN` follow.
 */
export const ROWS_AHEAD = "-- archipel rows ahead ";
/** What the first rows of a layer say of it. Later ones may contradict, so all of it must be compared with the inspection. */
export interface RowsAhead extends WrittenFile {
  source: Pick<LayerSource, "format" | "entry" | "layer" | "hasZ">;
  fields: SourceField[];
  /** EPSG code. */
  srid: number;
}

/** Marker lines between the layers of a row stream: the beginning of one, and how it ended. */
export const LAYER_BEGINS = "-- archipel layer begins ";
export const LAYER_ENDS = "-- archipel layer ends ";

/** How one of several layers ended, as JSON after `LAYER_ENDS`. */
export interface LayerEnd {
  layer: number;
  /** Why it could not be read to its end; null when it was. */
  failure: string | null;
  /** A reader of our own met something unusual: GDAL's rows of the same layer follow. */
  isLeftToGdal?: boolean;
}

/** Marker line of a layer whose rows go into a file (`fileOfRows`), with JSON. Lines of `ROWS_GROWN` and the number of bytes follow. */
export const LAYER_IN_FILE = "-- archipel layer in a file ";
export interface LayerInFile {
  layer: number;
  /** The columns of its rows, by number. */
  columns: string[];
}
export const ROWS_GROWN = "-- archipel rows ";
/** The file of the rows of a layer, in the work directory. */
export const fileOfRows = (layer: number): string => `rows-of-layer-${layer}`;
