import type { FileMetaData, SchemaTree } from "hyparquet";
import { UnreadableError } from "../model.ts";

/** How a geometry is stored: WKB, or as lists and structures of numbers (GeoParquet 1.1, native encodings). */
const NATIVE = ["point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon"] as const;
export type GeoEncoding = "WKB" | (typeof NATIVE)[number];

export interface GeoColumn {
  name: string;
  encoding: GeoEncoding;
  /** PROJJSON, or a name of a CRS; null when the file says that it is unknown. */
  crs: unknown;
  /** `Polygon`, `Point Z`…; empty when the file does not say. */
  types: string[];
  extent: [number, number, number, number] | null;
}

/** Characters of a JSON text: a CRS has some thousands. Brackets take thirty times their length once they are read. */
const MAX_JSON_LENGTH = 1024 * 1024;

/** The CRS of columns without one. */
const DEFAULT_CRS = "OGC:CRS84";

/**
 * The geometry columns of a Parquet file, the primary one first: declared by GeoParquet 1.0 and 1.1 metadata, else by Parquet's own types.
 * `hidden` are columns that repeat the boxes of geometries.
 *
 * @throws UnreadableError broken — for an encoding that we do not read
 */
export function geoColumns(metadata: FileMetaData, schema: SchemaTree): { columns: GeoColumn[]; hidden: Set<string> } {
  const text = metadata.key_value_metadata?.find(({ key }) => key === "geo")?.value;
  if (text === undefined) return { columns: nativeTypes(metadata, schema), hidden: new Set() };
  const geo = parsed(text, "geo");
  const declared = isRecord(geo) && isRecord(geo.columns) ? Object.entries(geo.columns) : [];
  const primary = isRecord(geo) ? geo.primary_column : null;
  const hidden = new Set<string>();
  const columns = declared.flatMap(([name, column]): GeoColumn[] => {
    if (!isRecord(column) || !schema.children.some(({ element }) => element.name === name)) return [];
    for (const box of coveringColumns(column)) hidden.add(box);
    return [geoColumn(name, column)];
  });
  return { columns: columns.sort((a, b) => Number(b.name === primary) - Number(a.name === primary)), hidden };
}

function geoColumn(name: string, column: Record<string, unknown>): GeoColumn {
  const encoding = String(column.encoding ?? "WKB");
  const known = (["WKB", ...NATIVE] as const).find((one) => one === encoding);
  if (!known)
    throw new UnreadableError("broken", `column ${name}: the geometry encoding ${encoding.slice(0, 40)} is none of GeoParquet 1.1`);
  const types = Array.isArray(column.geometry_types) ? column.geometry_types.filter((type) => typeof type === "string") : [];
  return { name, encoding: known, crs: column.crs === undefined ? DEFAULT_CRS : column.crs, types, extent: boxOf(column.bbox) };
}

/** Columns of Parquet's types GEOMETRY and GEOGRAPHY, which hold WKB. */
function nativeTypes(metadata: FileMetaData, schema: SchemaTree): GeoColumn[] {
  return schema.children.flatMap(({ element }) => {
    const { logical_type: logical, name } = element;
    if (logical?.type !== "GEOMETRY" && logical?.type !== "GEOGRAPHY") return [];
    const crs = crsOfType(logical.crs, metadata);
    return [{ name, encoding: "WKB" as const, crs, types: [], extent: null }];
  });
}

function crsOfType(crs: string | undefined, metadata: FileMetaData): unknown {
  if (crs === undefined) return DEFAULT_CRS;
  const key = /^projjson:(.+)$/i.exec(crs)?.[1];
  if (key !== undefined) {
    const text = metadata.key_value_metadata?.find((one) => one.key === key)?.value;
    return text === undefined ? null : parsed(text, key);
  }
  const srid = /^srid:(\d{1,6})$/i.exec(crs)?.[1];
  if (srid !== undefined) return srid === "0" ? null : `EPSG:${srid}`;
  return crs.trim().startsWith("{") ? parsed(crs, "crs") : crs;
}

function coveringColumns({ covering }: Record<string, unknown>): string[] {
  const box = isRecord(covering) && isRecord(covering.bbox) ? Object.values(covering.bbox) : [];
  return box.flatMap((path) => (Array.isArray(path) && typeof path[0] === "string" && path.length > 1 ? [path[0]] : []));
}

/** Four numbers, or six with heights. */
function boxOf(bbox: unknown): GeoColumn["extent"] {
  if (!Array.isArray(bbox) || !bbox.every((value) => typeof value === "number" && Number.isFinite(value))) return null;
  const [west, south, third, fourth, fifth] = bbox as number[];
  const [east, north] = bbox.length === 6 ? [fourth, fifth] : [third, fourth];
  return west === undefined || south === undefined || east === undefined || north === undefined ? null : [west, south, east, north];
}

function parsed(text: string, what: string): unknown {
  if (text.length > MAX_JSON_LENGTH)
    throw new UnreadableError("broken", `${text.length} characters of metadata ${what.slice(0, 40)}; at most ${MAX_JSON_LENGTH}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableError("broken", `the metadata ${what.slice(0, 40)} is no JSON`);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
