import type { LayerField } from "@archipel/contracts/layers.ts";

/** What the fields of a layer are called outside: in downloads and at `/ogc`. By column. */
export type SourceNames = ReadonlyMap<string, string>;

/** What a kind of file does not allow. Without limits, names may differ by case alone, and none is reserved. */
export interface NameLimits {
  /** Names of the file's own columns, in lower case. */
  readonly reserved?: readonly string[];
  /** Whether it takes names that differ only by case for one. */
  readonly foldsCase?: boolean;
}

/** SQLite and GDAL ignore case. */
const BY_GDAL = { reserved: ["fid"], foldsCase: true };

/** The limits of the files that layers are written to, besides GeoJSON of our own writer and `/ogc`, which have none. */
export const nameLimits = {
  /** A layer as a spreadsheet. */
  table: { reserved: ["fid"] },
  gpkg: { reserved: ["fid", "geom"], foldsCase: true },
  csv: { reserved: ["fid", "geom"] },
  geojson: BY_GDAL,
  flatgeobuf: BY_GDAL,
  shapefile: BY_GDAL,
} as const satisfies Record<string, NameLimits>;

/** A name that readers of JSON leave out or refuse, because it is the prototype of an object: a feature that was read could not be sent back. */
const NO_MEMBER = "__proto__";

/**
 * The names of the source file. A field is called like its column instead if another field has the same name, if its name is reserved, or if its
 * name is the column of a field that is called so. Where case is ignored, the first of the names that differ by case remains. No two fields
 * get the same name.
 */
export function sourceNames(fields: readonly LayerField[], { reserved = [], foldsCase = false }: NameLimits = {}): SourceNames {
  const folded = (name: string) => (foldsCase ? name.toLowerCase() : name);
  const equal = Map.groupBy(fields, ({ name }) => name);
  const similar = Map.groupBy(fields, ({ name }) => folded(name));
  const isRefused = (field: LayerField) =>
    field.name === "" ||
    field.name === NO_MEMBER ||
    reserved.includes(field.name.toLowerCase()) ||
    equal.get(field.name)?.length !== 1 ||
    similar.get(folded(field.name))?.[0] !== field;
  const columns = new Set(fields.filter(isRefused).map(({ column }) => column));
  for (let known = -1; known !== columns.size; ) {
    known = columns.size;
    for (const { name, column } of fields) if (columns.has(folded(name)) && folded(name) !== column) columns.add(column);
  }
  return new Map(fields.map(({ name, column }) => [column, columns.has(column) ? column : name]));
}

/**
 * The field that a request means: by its name, or by its column, as clients of earlier versions do, unless another field has that name.
 */
export function fieldCalled(fields: readonly LayerField[], names: SourceNames, called: string): LayerField | undefined {
  return fields.find(({ column }) => names.get(column) === called) ?? fields.find(({ column }) => column === called);
}
