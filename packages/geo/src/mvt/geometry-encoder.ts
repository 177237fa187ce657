import { type TileAddress, tileSizeMetres, tileToMercatorBbox } from "../tile-math.ts";
import { type WkbHeader, WkbReader } from "../wkb.ts";
import { ByteSink } from "./byte-sink.ts";
import { CoordinateList, clipLine, clipRing } from "./clip.ts";
import { QuantisedList } from "./simplify.ts";

/** What a feature of MVT 2.1 can be; the numbers are those of the format. */
export const POINT = 1;
export const LINE = 2;
export const POLYGON = 3;
export type MvtType = typeof POINT | typeof LINE | typeof POLYGON;

const MOVE_TO = 1;
const LINE_TO = 2;
const CLOSE_PATH = 7;

export interface GeometryOptions {
  /** Units of a tile's side. */
  extent: number;
  /** Units kept around the tile, so that strokes and outlines do not end at its edge. */
  buffer: number;
  /**
   * Units of detail: what is smaller than a square of this side is not drawn one by one but gathered, and drawn as such a square (a
   * stroke, a point) once enough has come together. Density stays, nothing empties.
   */
  grain: number;
}

/**
 * Turns web mercator WKB into the commands of MVT 2.1: clipped, quantised, simplified, rings oriented. One per tile layer; its buffers
 * are kept, so nothing is allocated per vertex or per feature.
 */
export class GeometryEncoder {
  /** The commands of the feature at hand. */
  readonly sink = new ByteSink();
  private readonly ring = new CoordinateList();
  private readonly spare = new CoordinateList();
  private readonly ends: number[] = [];
  private readonly quantised = new QuantisedList();
  private readonly occupied = new Set<number>();
  private reader = new WkbReader(new Uint8Array());
  private west = 0;
  private north = 0;
  private scale = 1;
  private low = 0;
  private high = 0;
  private grain = 1;
  private tolerance = 1;
  private cursorX = 0;
  private cursorY = 0;
  private minX = 0;
  private minY = 0;
  private maxX = 0;
  private maxY = 0;
  /** Area of the polygons, length of the lines, that were too small to be drawn and are not yet drawn together. */
  private gatheredArea = 0;
  private gatheredLength = 0;
  /** Of the feature at hand: what could not be drawn, and where it is. */
  private lostArea = 0;
  private lostX = 0;
  private lostY = 0;

  /** Begins a tile whose geometries lie in `bytes`. */
  begin(bytes: Uint8Array, tile: TileAddress, options: GeometryOptions): void {
    this.reader = new WkbReader(bytes);
    const ground = tileToMercatorBbox(tile);
    this.west = ground[0];
    this.north = ground[3];
    this.scale = options.extent / tileSizeMetres(tile.z);
    this.low = -options.buffer;
    this.high = options.extent + options.buffer;
    this.grain = options.grain;
    this.tolerance = Math.max(1, options.grain / 2);
    this.gatheredArea = 0;
    this.gatheredLength = 0;
    this.occupied.clear();
  }

  /** Writes the parts of the geometry at `start` that are of one kind into `sink`; false when none is left of them in this tile. */
  encode(start: number, type: MvtType): boolean {
    this.sink.clear();
    this.cursorX = 0;
    this.cursorY = 0;
    this.lostArea = 0;
    const { reader } = this;
    reader.offset = start;
    if (type === POINT) this.points(reader);
    else this.visit(reader, type);
    if (this.sink.length === 0 && type === POLYGON && this.lostArea > 0) this.gatherPolygon();
    return this.sink.length > 0;
  }

  private visit(reader: WkbReader, type: MvtType): void {
    const header = reader.header();
    switch (header.code) {
      case 1:
        this.read(reader, header, 1);
        break;
      case 2:
        this.read(reader, header, reader.count(header.littleEndian, 16));
        if (type === LINE) this.line();
        break;
      case 3:
        this.polygon(reader, header, type);
        break;
      default: {
        const parts = reader.count(header.littleEndian, 5);
        for (let part = 0; part < parts; part++) this.visit(reader, type);
      }
    }
  }

  /** Reads positions into `ring` as tile units, with their bounds. */
  private read(reader: WkbReader, header: WkbHeader, count: number): void {
    const { ring, west, north, scale } = this;
    const { view } = reader;
    const { littleEndian } = header;
    const step = 16 + (header.hasZ ? 8 : 0) + (header.hasM ? 8 : 0);
    let at = reader.take(count * step);
    ring.reserve(count);
    const { x, y } = ring;
    let minX = Infinity;
    let minY = Infinity;
    let maxX = -Infinity;
    let maxY = -Infinity;
    for (let index = 0; index < count; index++, at += step) {
      const px = (view.getFloat64(at, littleEndian) - west) * scale;
      const py = (north - view.getFloat64(at + 8, littleEndian)) * scale;
      x[index] = px;
      y[index] = py;
      if (px < minX) minX = px;
      if (px > maxX) maxX = px;
      if (py < minY) minY = py;
      if (py > maxY) maxY = py;
    }
    ring.length = count;
    this.minX = minX;
    this.minY = minY;
    this.maxX = maxX;
    this.maxY = maxY;
  }

  private isApart(): boolean {
    // Written so that NaN (an empty point) is apart.
    return !(this.maxX >= this.low && this.minX <= this.high && this.maxY >= this.low && this.minY <= this.high);
  }

  private isInside(): boolean {
    return this.minX >= this.low && this.maxX <= this.high && this.minY >= this.low && this.maxY <= this.high;
  }

  private polygon(reader: WkbReader, header: WkbHeader, type: MvtType): void {
    const rings = reader.count(header.littleEndian, 4);
    let isShellDrawn = false;
    for (let index = 0; index < rings; index++) {
      this.read(reader, header, reader.count(header.littleEndian, 16));
      // Holes of a shell that is not drawn are only read over.
      if (type !== POLYGON || (index > 0 && !isShellDrawn)) continue;
      const isDrawn = this.polygonRing(index > 0);
      if (index === 0) isShellDrawn = isDrawn;
    }
  }

  private polygonRing(isHole: boolean): boolean {
    if (this.isApart()) return false;
    const { ring, quantised, grain } = this;
    // The closing position repeats the first.
    if (ring.length > 1) ring.length--;
    const isSmall = this.maxX - this.minX < grain && this.maxY - this.minY < grain;
    if (isSmall) {
      if (!isHole) this.lose(ring);
      return false;
    }
    const clipped = this.isInside() ? ring : clipRing(ring, this.spare, this.low, this.high, this.minX, this.minY, this.maxX, this.maxY);
    quantised.quantise(clipped.x, clipped.y, 0, clipped.length);
    quantised.open();
    quantised.simplifyRing(this.tolerance);
    const doubleArea = quantised.length < 3 ? 0 : quantised.doubleArea();
    const isThin = Math.abs(doubleArea) < (isHole ? 2 * grain * grain : grain > 2 ? grain * grain : 1);
    if (isThin) {
      if (!isHole) this.lose(clipped);
      return false;
    }
    this.writeRing(doubleArea > 0 === isHole);
    return true;
  }

  private writeRing(isReversed: boolean): void {
    const { sink, quantised } = this;
    const { x, y, length } = quantised;
    const last = length - 1;
    this.moveTo(1, x[isReversed ? last : 0] as number, y[isReversed ? last : 0] as number);
    sink.varint(last * 8 + LINE_TO);
    for (let index = 1; index < length; index++) {
      const at = isReversed ? last - index : index;
      this.delta(x[at] as number, y[at] as number);
    }
    sink.byte(8 + CLOSE_PATH);
  }

  /** Notes a shell that is too small to be drawn, in the one tile in which its middle is. */
  private lose(shell: CoordinateList): void {
    const x = (Math.max(this.minX, this.low) + Math.min(this.maxX, this.high)) / 2;
    const y = (Math.max(this.minY, this.low) + Math.min(this.maxY, this.high)) / 2;
    const extent = this.high + this.low;
    if (x < 0 || y < 0 || x >= extent || y >= extent) return;
    this.lostArea += areaOf(shell);
    this.lostX = x;
    this.lostY = y;
  }

  /** A polygon of which nothing was drawn: its area is not lost but drawn, later and together with its neighbours'. */
  private gatherPolygon(): void {
    this.gatheredArea += this.lostArea;
    const side = Math.max(2, this.grain);
    if (this.gatheredArea < side * side) return;
    this.gatheredArea -= side * side;
    const x = Math.round(this.lostX - side / 2);
    const y = Math.round(this.lostY - side / 2);
    this.moveTo(1, x, y);
    this.sink.varint(3 * 8 + LINE_TO);
    this.delta(x + side, y);
    this.delta(x + side, y + side);
    this.delta(x, y + side);
    this.sink.byte(8 + CLOSE_PATH);
  }

  private line(): void {
    if (this.isApart() || this.ring.length < 2) return;
    const { ring, spare, ends } = this;
    if (this.maxX - this.minX < this.grain / 2 && this.maxY - this.minY < this.grain / 2) {
      this.gatherLine();
      return;
    }
    if (this.isInside()) {
      this.writeLine(ring, 0, ring.length);
      return;
    }
    const parts = clipLine(ring, spare, ends, this.low, this.high);
    for (let part = 0; part < parts; part++) this.writeLine(spare, part === 0 ? 0 : (ends[part - 1] as number), ends[part] as number);
  }

  private writeLine(list: CoordinateList, start: number, end: number): void {
    const { quantised, sink } = this;
    quantised.quantise(list.x, list.y, start, end);
    quantised.simplifyLine(this.tolerance);
    const { x, y, length } = quantised;
    if (length < 2) return;
    this.moveTo(1, x[0] as number, y[0] as number);
    sink.varint((length - 1) * 8 + LINE_TO);
    for (let index = 1; index < length; index++) this.delta(x[index] as number, y[index] as number);
  }

  /** A line shorter than a unit: its length counts, and is drawn as a short stroke once it is worth one. */
  private gatherLine(): void {
    this.gatheredLength += Math.hypot(this.maxX - this.minX, this.maxY - this.minY);
    const stroke = Math.max(1, Math.round(this.grain / 2));
    if (this.gatheredLength < stroke) return;
    this.gatheredLength -= stroke;
    const isAcross = this.maxX - this.minX > this.maxY - this.minY;
    const x = Math.round(this.minX);
    const y = Math.round(this.minY);
    this.moveTo(1, x, y);
    this.sink.byte(8 + LINE_TO);
    this.delta(isAcross ? x + stroke : x, isAcross ? y : y + stroke);
  }

  /** Points of one feature are one MoveTo with their number, so they are gathered first. */
  private points(reader: WkbReader): void {
    const { quantised } = this;
    quantised.length = 0;
    this.collectPoints(reader);
    const { x, y, length } = quantised;
    if (length === 0) return;
    this.moveTo(length, x[0] as number, y[0] as number);
    for (let index = 1; index < length; index++) this.delta(x[index] as number, y[index] as number);
  }

  private collectPoints(reader: WkbReader): void {
    const header = reader.header();
    if (header.code === 1) {
      this.read(reader, header, 1);
      if (!this.isApart()) this.collectPoint(Math.round(this.minX), Math.round(this.minY));
    } else if (header.code === 2) {
      this.read(reader, header, reader.count(header.littleEndian, 16));
    } else if (header.code === 3) {
      this.polygon(reader, header, POINT);
    } else {
      const parts = reader.count(header.littleEndian, 5);
      if (header.code === 4) this.quantised.reserveMore(parts);
      for (let part = 0; part < parts; part++) this.collectPoints(reader);
    }
  }

  private collectPoint(x: number, y: number): void {
    if (this.grain > 2) {
      // Coarser than asked for: at most one point in each square of the grain.
      const cell = Math.floor(x / this.grain) * 0x10000 + Math.floor(y / this.grain);
      if (this.occupied.has(cell)) return;
      this.occupied.add(cell);
    }
    this.quantised.push(x, y);
  }

  private moveTo(count: number, x: number, y: number): void {
    this.sink.varint(count * 8 + MOVE_TO);
    this.delta(x, y);
  }

  /** A step from the cursor, zigzag. */
  private delta(x: number, y: number): void {
    const dx = x - this.cursorX;
    const dy = y - this.cursorY;
    this.cursorX = x;
    this.cursorY = y;
    const { sink } = this;
    sink.reserve(10);
    const { bytes } = sink;
    let at = sink.length;
    let value = ((dx << 1) ^ (dx >> 31)) >>> 0;
    for (; value > 0x7f; value >>>= 7) bytes[at++] = (value & 0x7f) | 0x80;
    bytes[at++] = value;
    value = ((dy << 1) ^ (dy >> 31)) >>> 0;
    for (; value > 0x7f; value >>>= 7) bytes[at++] = (value & 0x7f) | 0x80;
    bytes[at++] = value;
    sink.length = at;
  }
}

/** Area of an open ring, in square units. */
function areaOf({ x, y, length }: CoordinateList): number {
  let sum = 0;
  for (let index = 0, previous = length - 1; index < length; previous = index++) {
    sum += (x[previous] as number) * (y[index] as number) - (x[index] as number) * (y[previous] as number);
  }
  return Math.abs(sum) / 2;
}
