import type { Format, FoundCrs, LayerSource, SourceField } from "@archipel/gdal/model.ts";

/** What a cell holds, typed as its file types it. */
export type CellValue = string | number | boolean | null;

/** One row as it was delivered. `ewkb` is in the CRS of its table. */
export interface DeliveryRow {
  /** 1…n in the order of the file. */
  row: number;
  /** What the file itself calls the feature, when it does. */
  id: string | null;
  /** In the order of the table's fields. */
  values: CellValue[];
  ewkb: Uint8Array | null;
  /** Something was written where the geometry should be, and it is none. */
  isGeometryUnreadable?: boolean;
}

/** Where a table is in the file that was handed in: the same table keeps it, however repairs call it. */
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
  /** As the file says; rows are counted while they are read. */
  rowCount: number;
  encoding: string | null;
  /** Is what the file declares about its encoding contradicted by its bytes? */
  isEncodingDoubtful: boolean;
  /** Is its system or its encoding what a person said, and its file does not? Written again, it must say so itself. */
  isTold?: boolean;
  /** Absent for tables that are in no file. */
  source?: TableSource;
  /** Streams the rows in batches. May be called again. @throws UnreadableError */
  rows(): AsyncGenerator<DeliveryRow[]>;
}

export interface DeliveryFile {
  /** From the delivery's root, `/` between parts. */
  path: string;
  size: number;
}

/** A file that should hold a table and could not be read as one. */
export interface UnreadableFile {
  path: string | null;
  reason: string;
}

/** What somebody handed in: the files of a folder or an archive, and the tables in them. */
export interface Delivery {
  /** Name of its folder, such as 30014_PLU_20171013: what a model's folder pattern judges. */
  name: string;
  /** Is it one file, and no folder? Then a model's rules on files and folders are not asked. */
  isSingleFile: boolean;
  files: DeliveryFile[];
  /** Folders, from the root, `/` between parts. */
  folders: string[];
  tables: DeliveryTable[];
  unreadable: UnreadableFile[];
  /**
   * The rows of several tables by one reader, to be read in that order and each to its end: cheaper than one after the other. Where a
   * delivery has no such reader, its tables are read one by one.
   */
  readInOrder?(tables: readonly DeliveryTable[]): TablesInOrder;
  /**
   * Lays files out on disk, each under the name asked for, in one pass: for whoever needs many, or large ones. Where a delivery has no such
   * way, its files are read one by one.
   *
   * @param names path in the delivery → file name in `directory`
   */
  unpack?(directory: string, names: ReadonlyMap<string, string>): Promise<void>;
  /** The bytes of one file; null when it is larger than `maxBytes`. */
  read(path: string, maxBytes: number): Promise<Uint8Array | null>;
}

/** Several tables that are read one after the other. */
export interface TablesInOrder {
  /** @throws UnreadableError when this table breaks; the next one may still be asked for */
  rows(table: DeliveryTable): AsyncGenerator<DeliveryRow[]>;
  /** Ends the reader, also before its time. */
  close(): Promise<void>;
}
