import type { Format, FoundCrs, LayerSource, SourceField } from "@archipel/gdal/model.ts";

/** The value of a cell, with the type that its file gives it. */
export type CellValue = string | number | boolean | null;

/** One row of a delivered table. `ewkb` is in the CRS of the table. */
export interface DeliveryRow {
  /** 1…n in the order of the file. */
  row: number;
  /** The feature's id in the file, if it has one. */
  id: string | null;
  /** In the order of the table's fields. */
  values: CellValue[];
  ewkb: Uint8Array | null;
  /** True when the geometry column has a value that cannot be read as a geometry. */
  isGeometryUnreadable?: boolean;
}

/** Where a table is in the uploaded file. It stays the same when a repair renames the table. */
export type TableSource = Pick<LayerSource, "format" | "entry" | "layer">;

/** A table of a delivery: a dbf, a CSV, a shapefile, a layer of a GeoPackage… */
export interface DeliveryTable {
  /** Name of the layer, or of its file without extension. */
  name: string;
  /** Path of its main file from the delivery's root: the .shp of a shapefile. */
  file: string;
  format: Format;
  fields: SourceField[];
  /** `MultiPolygon Z`, `Geometry`…; null for a table without geometry. */
  geometryType: string | null;
  crs: FoundCrs | null;
  /** West, south, east, north in the units of its CRS; null without geometry, or when empty. */
  extent: [number, number, number, number] | null;
  /** As declared by the file. The check counts rows while it reads them. */
  rowCount: number;
  encoding: string | null;
  /** True when the bytes contradict the encoding that the file declares. */
  isEncodingDoubtful: boolean;
  /** True when a person chose its CRS or encoding. A repaired delivery must then write the table again, so that the file itself declares them. */
  isOverridden?: boolean;
  /** Absent for tables that do not come from a file. */
  source?: TableSource;
  /** Streams the rows in batches. May be called again. @throws UnreadableError */
  rows(): AsyncGenerator<DeliveryRow[]>;
}

export interface DeliveryFile {
  /** From the delivery's root, separated by `/`. */
  path: string;
  size: number;
}

/** A file that should hold a table and could not be read as one. */
export interface UnreadableFile {
  path: string | null;
  reason: string;
  /** The format that it seems to be, when we have no reader for it: a word of `packages/gdal/src/formats/sniff.ts`. */
  seems?: string;
  /** A layer of the file that cannot be read although others can, and why: a word of `findings.layer-unreadable`. */
  layer?: { name: string; why: string };
}

/** The uploaded files of a folder or an archive, and the tables in them. */
export interface Delivery {
  /** Name of its folder, for example 30014_PLU_20171013. A model's folder pattern is checked against it. */
  name: string;
  /** True for a single file without a folder. A model's rules on files and folders are then skipped. */
  isSingleFile: boolean;
  files: DeliveryFile[];
  /** Paths of folders from the root, separated by `/`. */
  folders: string[];
  tables: DeliveryTable[];
  unreadable: UnreadableFile[];
  /**
   * Reads several tables with one reader, which is cheaper than one reader per table. Tables must be read in this order, each to its end.
   * When a delivery does not have this method, its tables are read one by one.
   */
  readInOrder?(tables: readonly DeliveryTable[]): TablesInOrder;
  /**
   * Extracts files to disk under the given names, in one pass; meant for many or large files. When a delivery does not have this method, its
   * files are read one by one.
   *
   * @param names path in the delivery → file name in `directory`
   */
  unpack?(directory: string, names: ReadonlyMap<string, string>): Promise<void>;
  /** The bytes of one file; null when it is larger than `maxBytes`. */
  read(path: string, maxBytes: number): Promise<Uint8Array | null>;
}

/** A reader of several tables, one after the other. */
export interface TablesInOrder {
  /** @throws UnreadableError when this table is broken; the next one can still be read */
  rows(table: DeliveryTable): AsyncGenerator<DeliveryRow[]>;
  /** Stops the reader, even before the last row. */
  close(): Promise<void>;
}
