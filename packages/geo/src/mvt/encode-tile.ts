import type { TileAddress } from "../tile-math.ts";
import { ByteSink, varintSize } from "./byte-sink.ts";
import { GeometryEncoder, LINE, type MvtType, POINT, POLYGON } from "./geometry-encoder.ts";
import { NamePlaceFinder } from "./name-place.ts";
import { ValueTable } from "./value-table.ts";

/**
 * One layer's rows as packed by the database: the concatenation of PostgreSQL's `record_send(row(fid, geom_3857, …attributes))`.
 * A row is its number of columns (int32), then for each column its type (int32), its length (int32, -1 for null) and the value in PostgreSQL's
 * binary form. The first column is a bigint (the feature's id), the second EWKB in web mercator, the others are attributes.
 */
export interface PackedLayer {
  /** Name of the layer inside the tile. */
  name: string;
  /** Names of the attribute columns, in order. */
  keys: readonly string[];
  rows: Uint8Array;
  /** Whether areas carry names in the layer, so that `UNNAMED` marks where not to write them. */
  hasNames?: boolean;
}

/**
 * An attribute (always true) of areas that must not be named in this tile: islets of a named area, and areas that a neighbouring tile
 * names. No column can have this name.
 */
export const UNNAMED = "archipel:unnamed";

export interface TileOptions {
  /** Units of a tile's side; 4096 by default. */
  extent?: number;
  /** Units kept around the tile; 64 by default (8 pixels of a tile of 512). */
  buffer?: number;
  /** Smallest object drawn on its own, in units; 2 by default (a quarter of a pixel). Larger values make lighter tiles of the same density. */
  grain?: number;
}

// Tags of MVT 2.1: field number << 3 | wire type.
const TILE_LAYER = 0x1a;
const LAYER_NAME = 0x0a;
const LAYER_FEATURE = 0x12;
const LAYER_KEY = 0x1a;
const LAYER_EXTENT = 0x28;
const LAYER_VERSION = 0x78;
const FEATURE_ID = 0x08;
const FEATURE_TAGS = 0x12;
const FEATURE_TYPE = 0x18;
const FEATURE_GEOMETRY = 0x22;

const geometries = new GeometryEncoder();
const names = new NamePlaceFinder();
const values = new ValueTable();
const features = new ByteSink();
const tags = new ByteSink();
const layerSink = new ByteSink();
const tileSink = new ByteSink();
const textEncoder = new TextEncoder();
/** Index of the value of `UNNAMED` in the current layer; -1 until a feature has it. */
let unnamedValue = -1;

/**
 * Encodes a vector tile (MVT 2.1) from rows packed by the database. All calls share their buffers, so the bytes are the tile's until the next
 * call. Layers without features in the tile are left out; a tile without layers has no bytes.
 *
 * @throws WkbError when a row's geometry is not WKB
 */
export function encodeTile(layers: readonly PackedLayer[], tile: TileAddress, options: TileOptions = {}): Uint8Array<ArrayBuffer> {
  const { extent = 4096, buffer = 64, grain = 2 } = options;
  tileSink.clear();
  for (const layer of layers) {
    geometries.begin(layer.rows, tile, { extent, buffer, grain });
    if (layer.hasNames) names.begin(layer.rows, tile, extent);
    values.reset(layer.rows);
    unnamedValue = -1;
    features.clear();
    encodeRows(layer);
    if (features.length === 0) continue;
    writeLayer(layer, extent);
  }
  return tileSink.written();
}

function writeLayer(layer: PackedLayer, extent: number): void {
  layerSink.clear();
  layerSink.byte(LAYER_VERSION);
  layerSink.varint(2);
  writeText(layerSink, LAYER_NAME, layer.name);
  layerSink.copy(features.bytes, 0, features.length);
  for (const key of layer.keys) writeText(layerSink, LAYER_KEY, key);
  if (unnamedValue >= 0) writeText(layerSink, LAYER_KEY, UNNAMED);
  layerSink.copy(values.sink.bytes, 0, values.sink.length);
  layerSink.byte(LAYER_EXTENT);
  layerSink.varint(extent);
  tileSink.nested(TILE_LAYER, layerSink);
}

function writeText(sink: ByteSink, tag: number, text: string): void {
  sink.byte(tag);
  if (isAscii(text)) {
    // Names of layers and columns, mostly: an encoder takes longer to call than they take to write.
    sink.varint(text.length);
    for (let index = 0; index < text.length; index++) sink.byte(text.charCodeAt(index));
    return;
  }
  const bytes = textEncoder.encode(text);
  sink.varint(bytes.length);
  sink.copy(bytes, 0, bytes.length);
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

/** Bytes of a column's type and length, before its value. */
const COLUMN_HEAD = 8;

function encodeRows({ rows, keys, hasNames = false }: PackedLayer): void {
  const view = new DataView(rows.buffer, rows.byteOffset, rows.byteLength);
  let at = 0;
  while (at < rows.length) {
    const columns = view.getInt32(at);
    const idAt = at + 4 + COLUMN_HEAD;
    const id = view.getUint32(idAt) * 0x100000000 + view.getUint32(idAt + 4);
    const geometryAt = idAt + 8 + COLUMN_HEAD;
    const geometryLength = view.getInt32(geometryAt - 4);
    let next = geometryAt + Math.max(0, geometryLength);
    const attributesAt = next;
    for (let column = 2; column < columns; column++) next += COLUMN_HEAD + Math.max(0, view.getInt32(next + 4));
    at = next;
    if (geometryLength <= 0) continue;

    const kind = kindOf(view, geometryAt);
    if (hasNames && kind === POLYGON) {
      encodeNamed(id, geometryAt, view, attributesAt, columns, keys.length);
      continue;
    }
    let isTagged = false;
    for (let type = kind ?? POINT; type <= (kind ?? POLYGON); type++) {
      if (!geometries.encode(geometryAt, type as MvtType)) continue;
      // Attributes of features that draw nothing in the tile are not read.
      if (!isTagged) encodeTags(view, attributesAt, columns);
      isTagged = true;
      writeFeature(id, type as MvtType);
    }
  }
}

/** Encodes an area as one feature, or as two under one id: the polygon with the name, and the others. */
function encodeNamed(id: number, geometryAt: number, view: DataView, attributesAt: number, columns: number, unnamedKey: number): void {
  names.find(geometryAt);
  const { count, index, isHere } = names;
  const isParted = count > 1 && isHere;
  for (let isNamed = isHere; ; isNamed = false) {
    const polygons = isParted ? { index, isAlone: isNamed } : null;
    if (geometries.encode(geometryAt, POLYGON, polygons)) {
      encodeTags(view, attributesAt, columns);
      if (!isNamed) markUnnamed(unnamedKey);
      writeFeature(id, POLYGON);
    }
    if (!isParted || !isNamed) return;
  }
}

function markUnnamed(key: number): void {
  if (unnamedValue < 0) unnamedValue = values.addTrue();
  tags.varint(key);
  tags.varint(unnamedValue);
}

/** The kind of feature that a geometry becomes; undefined for a collection, which may become all three. */
function kindOf(view: DataView, at: number): MvtType | undefined {
  const code = view.getUint32(at + 1, view.getUint8(at) === 1) & 0xff;
  if (code === 3 || code === 6) return POLYGON;
  if (code === 2 || code === 5) return LINE;
  return code === 1 || code === 4 ? POINT : undefined;
}

function encodeTags(view: DataView, start: number, columns: number): void {
  tags.clear();
  let at = start;
  for (let column = 2; column < columns; column++) {
    const length = view.getInt32(at + 4);
    if (length >= 0) {
      tags.varint(column - 2);
      tags.varint(values.indexOf(view.getInt32(at), at + COLUMN_HEAD, length));
    }
    at += COLUMN_HEAD + Math.max(0, length);
  }
}

function writeFeature(id: number, type: MvtType): void {
  const geometry = geometries.sink;
  const idSize = varint53Size(id);
  const tagSize = tags.length === 0 ? 0 : 1 + varintSize(tags.length) + tags.length;
  const size = 1 + idSize + tagSize + 2 + 1 + varintSize(geometry.length) + geometry.length;
  features.byte(LAYER_FEATURE);
  features.varint(size);
  features.byte(FEATURE_ID);
  features.varint(id);
  if (tags.length > 0) features.nested(FEATURE_TAGS, tags);
  features.byte(FEATURE_TYPE);
  features.byte(type);
  features.nested(FEATURE_GEOMETRY, geometry);
}

function varint53Size(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
  return size;
}
