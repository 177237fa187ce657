import type { ZippedFile } from "./zip-builder.ts";

export interface ShapefileOptions {
  name: string;
  /** Each feature is one ring of x, y pairs (polygon), one position (point), or the bytes of a record (`shapeRecord`). */
  shapes: ([number, number] | [number, number][] | Buffer)[];
  fields: TableField[];
  /** Bytes of each value, so that any encoding can be written. */
  values: Buffer[][];
  prj?: string;
  cpg?: string;
  upperCase?: boolean;
}

/** A column of characters, unless its kind says otherwise: N, F, D, L… */
interface TableField {
  name: string;
  width: number;
  kind?: string;
  decimals?: number;
}

/** A small shapefile (ESRI white paper of 1998, dBASE III): for tests. */
export function buildShapefile(options: ShapefileOptions): ZippedFile[] {
  const records = options.shapes.map(recordOf);
  const type = records.map((record) => record.readInt32LE(0)).find((found) => found !== 0) ?? 1;
  const box = boxOf(options.shapes.flatMap((shape) => (Buffer.isBuffer(shape) ? cornersOf(shape) : isRing(shape) ? shape : [shape])));
  const shp = Buffer.concat([
    header(type, 50 + records.reduce((sum, record) => sum + 4 + record.length / 2, 0), box),
    ...records.flatMap(numbered),
  ]);
  const shx = Buffer.concat([header(type, 50 + 4 * records.length, box), ...indexOf(records)]);
  const files: [string, Buffer | undefined][] = [
    ["shp", shp],
    ["shx", shx],
    ["dbf", buildDbf(options.fields, options.values)],
    ["prj", options.prj === undefined ? undefined : Buffer.from(options.prj)],
    ["cpg", options.cpg === undefined ? undefined : Buffer.from(options.cpg)],
  ];
  return files.flatMap(([extension, content]) =>
    content ? [{ name: `${options.name}.${options.upperCase ? extension.toUpperCase() : extension}`, content }] : [],
  );
}

/** A dBASE III table. */
export function buildDbf(fields: readonly TableField[], values: readonly Buffer[][]): Buffer {
  const width = 1 + fields.reduce((sum, field) => sum + field.width, 0);
  const head = Buffer.alloc(33 + 32 * fields.length);
  head[0] = 3;
  head.set([124, 1, 1], 1);
  head.writeUInt32LE(values.length, 4);
  head.writeUInt16LE(head.length, 8);
  head.writeUInt16LE(width, 10);
  for (const [index, field] of fields.entries()) {
    head.write(field.name, 32 + 32 * index, 10, "latin1");
    head.write(field.kind ?? "C", 43 + 32 * index, "latin1");
    head[48 + 32 * index] = field.width;
    head[49 + 32 * index] = field.decimals ?? 0;
  }
  head[head.length - 1] = 0x0d;
  const rows = values.map((row) => {
    const bytes = Buffer.alloc(width, " ");
    let at = 1;
    for (const [index, field] of fields.entries()) {
      bytes.set((row[index] ?? Buffer.alloc(0)).subarray(0, field.width), at);
      at += field.width;
    }
    return bytes;
  });
  return Buffer.concat([head, ...rows, Buffer.from([0x1a])]);
}

function isRing(shape: [number, number] | [number, number][]): shape is [number, number][] {
  return Array.isArray(shape[0]);
}

/** A record of several parts (arc, polygon, points), with heights when the type has them, or with measures behind. */
export function shapeRecord(type: number, parts: readonly number[][][], more: { hasMeasures?: boolean } = {}): Buffer {
  const positions = parts.flat();
  const isHigh = type > 10 && type < 20;
  const head: number[] = [];
  const hasParts = type % 10 !== 8 && type % 10 !== 1;
  if (hasParts) head.push(parts.length);
  if (type % 10 !== 1) head.push(positions.length);
  let first = 0;
  const starts = parts.map((part) => {
    first += part.length;
    return first - part.length;
  });
  if (hasParts) head.push(...starts);
  const doubles = positions.flatMap(([x = 0, y = 0]) => [x, y]);
  const range = type % 10 === 1 ? [] : [0, 0];
  if (isHigh) doubles.push(...range, ...positions.map(([, , z = 0]) => z));
  if (more.hasMeasures) doubles.push(...range, ...positions.map((_, index) => index));
  const box = type % 10 === 1 ? [] : boxOf(positions.map(([x = 0, y = 0]) => [x, y]));
  const bytes = Buffer.alloc(4 + 8 * box.length + 4 * head.length + 8 * doubles.length);
  let at = bytes.writeInt32LE(type, 0);
  for (const value of box) at = bytes.writeDoubleLE(value, at);
  for (const value of head) at = bytes.writeInt32LE(value, at);
  for (const value of doubles) at = bytes.writeDoubleLE(value, at);
  return bytes;
}

/** A record without a shape. */
export const NULL_SHAPE = Buffer.alloc(4);

/** What the first four numbers behind the type say: a box, or the place of a point. */
function cornersOf(record: Buffer): [number, number][] {
  if (record.length < 20) return [];
  const place = (at: number): [number, number] => [record.readDoubleLE(at), record.readDoubleLE(at + 8)];
  return record.readInt32LE(0) % 10 === 1 ? [place(4)] : [place(4), place(20)];
}

function recordOf(shape: [number, number] | [number, number][] | Buffer): Buffer {
  if (Buffer.isBuffer(shape)) return shape;
  if (!isRing(shape)) {
    const point = Buffer.alloc(20);
    point.writeInt32LE(1, 0);
    point.writeDoubleLE(shape[0], 4);
    point.writeDoubleLE(shape[1], 12);
    return point;
  }
  const polygon = Buffer.alloc(48 + 16 * shape.length);
  polygon.writeInt32LE(5, 0);
  for (const [index, value] of boxOf(shape).entries()) polygon.writeDoubleLE(value, 4 + 8 * index);
  polygon.writeInt32LE(1, 36);
  polygon.writeInt32LE(shape.length, 40);
  for (const [index, [x, y]] of shape.entries()) {
    polygon.writeDoubleLE(x, 48 + 16 * index);
    polygon.writeDoubleLE(y, 56 + 16 * index);
  }
  return polygon;
}

function boxOf(positions: readonly [number, number][]): [number, number, number, number] {
  if (positions.length === 0) return [0, 0, 0, 0];
  const xs = positions.map(([x]) => x);
  const ys = positions.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function header(type: number, words: number, box: readonly number[]): Buffer {
  const bytes = Buffer.alloc(100);
  bytes.writeInt32BE(9994, 0);
  bytes.writeInt32BE(words, 24);
  bytes.writeInt32LE(1000, 28);
  bytes.writeInt32LE(type, 32);
  for (const [index, value] of box.entries()) bytes.writeDoubleLE(value, 36 + 8 * index);
  return bytes;
}

function numbered(record: Buffer, index: number): Buffer[] {
  const head = Buffer.alloc(8);
  head.writeInt32BE(index + 1, 0);
  head.writeInt32BE(record.length / 2, 4);
  return [head, record];
}

function indexOf(records: readonly Buffer[]): Buffer[] {
  let offset = 50;
  return records.map((record) => {
    const entry = Buffer.alloc(8);
    entry.writeInt32BE(offset, 0);
    entry.writeInt32BE(record.length / 2, 4);
    offset += 4 + record.length / 2;
    return entry;
  });
}
