import type { TileAddress } from "../tile-math.ts";
import { type WkbHeader, WkbReader } from "../wkb.ts";
import { areaOf, type CoordinateList } from "./clip.ts";
import { CommandSink } from "./command-sink.ts";
import { MAX_POSITIONS, mendRings } from "./mend-rings.ts";
import { RingList } from "./ring-list.ts";
import { areRingsPlain } from "./rings-fit.ts";
import { QuantisedList } from "./simplify.ts";
import { TilePart } from "./tile-part.ts";

/** Kinds of features in MVT 2.1, with the numbers of the format. */
export const POINT = 1;
export const LINE = 2;
export const POLYGON = 3;
export type MvtType = typeof POINT | typeof LINE | typeof POLYGON;

export interface GeometryOptions {
  /** Units of a tile's side. */
  extent: number;
  /** Units kept around the tile, so that strokes and outlines do not end at its edge. */
  buffer: number;
  /**
   * Units of detail. Objects smaller than a square of this side are not drawn one by one: their area or length is summed, and drawn as one
   * square of this side (a stroke, a point) when it is large enough. So the density stays the same and no area becomes empty.
   */
  grain: number;
}

/** One polygon of a geometry, or all the others. */
export interface PolygonChoice {
  readonly index: number;
  readonly isAlone: boolean;
}

/**
 * Turns web mercator WKB into the commands of MVT 2.1: clipped, quantised, simplified, rings oriented and valid. There is one encoder for each tile
 * layer; it reuses its buffers, so nothing is allocated for a vertex or a feature.
 */
export class GeometryEncoder {
  private readonly commands = new CommandSink();
  /** The commands of the current feature. */
  readonly sink = this.commands.sink;
  /** The rings of the current feature, before they are written. */
  private readonly rings = new RingList();
  private readonly part = new TilePart();
  private readonly quantised = new QuantisedList();
  private readonly occupied = new Set<number>();
  private reader = new WkbReader(new Uint8Array());
  private grain = 1;
  private tolerance = 1;
  /** Area of polygons and length of lines that were too small to be drawn, and are not yet drawn together. */
  private summedArea = 0;
  private summedLength = 0;
  /** Area of the current feature that could not be drawn, and its place. */
  private lostArea = 0;
  private lostX = 0;
  private lostY = 0;
  private polygons: PolygonChoice | null = null;
  private polygonsSeen = 0;

  /** Begins a tile whose geometries are in `bytes`. */
  begin(bytes: Uint8Array, tile: TileAddress, options: GeometryOptions): void {
    this.reader = new WkbReader(bytes);
    this.part.begin(tile, options.extent, options.buffer);
    this.grain = options.grain;
    this.tolerance = Math.max(1, options.grain / 2);
    this.summedArea = 0;
    this.summedLength = 0;
    this.occupied.clear();
  }

  /**
   * Writes the parts of one kind of the geometry at `start` into `sink`. Returns false when this tile contains none of them.
   * @param polygons which of the polygons to write; all by default
   */
  encode(start: number, type: MvtType, polygons: PolygonChoice | null = null): boolean {
    this.commands.clear();
    this.rings.clear();
    this.polygons = polygons;
    this.polygonsSeen = 0;
    this.lostArea = 0;
    const { reader } = this;
    reader.offset = start;
    if (type === POINT) this.points(reader);
    else this.visit(reader, type);
    this.writeRings();
    if (this.sink.length === 0 && type === POLYGON && this.lostArea > 0) this.sumPolygon();
    return this.sink.length > 0;
  }

  private visit(reader: WkbReader, type: MvtType): void {
    const header = reader.header();
    switch (header.code) {
      case 1:
        this.part.read(reader, header, 1);
        break;
      case 2:
        this.part.read(reader, header, reader.count(header.littleEndian, 16));
        if (type === LINE) this.line();
        break;
      case 3:
        // A polygon that is not requested is skipped.
        this.polygon(reader, header, this.isRequested(this.polygonsSeen++) ? type : POINT);
        break;
      default: {
        const parts = reader.count(header.littleEndian, 5);
        for (let part = 0; part < parts; part++) this.visit(reader, type);
      }
    }
  }

  private isRequested(index: number): boolean {
    const { polygons } = this;
    return polygons === null || (index === polygons.index) === polygons.isAlone;
  }

  private polygon(reader: WkbReader, header: WkbHeader, type: MvtType): void {
    const rings = reader.count(header.littleEndian, 4);
    let isShellDrawn = false;
    for (let index = 0; index < rings; index++) {
      this.part.read(reader, header, reader.count(header.littleEndian, 16));
      // Holes of a shell that is not drawn are skipped.
      if (type !== POLYGON || (index > 0 && !isShellDrawn)) continue;
      const isDrawn = this.polygonRing(index > 0);
      if (index === 0) isShellDrawn = isDrawn;
    }
  }

  private polygonRing(isHole: boolean): boolean {
    const { part, quantised, grain } = this;
    if (part.isApart()) return false;
    // The closing position repeats the first.
    if (part.positions.length > 1) part.positions.length--;
    if (part.isSmallerThan(grain)) {
      if (!isHole) this.recordLostShell(part.positions);
      return false;
    }
    const clipped = part.clippedRing();
    quantised.quantise(clipped.x, clipped.y, 0, clipped.length);
    quantised.open();
    quantised.simplifyRing(this.tolerance);
    const doubleArea = quantised.length < 3 ? 0 : quantised.doubleArea();
    // At the default grain a shell is drawn while it has any area; a hole must cover two squares of the grain.
    const isThin = Math.abs(doubleArea) < (isHole ? 2 * grain * grain : grain > 2 ? grain * grain : 1);
    if (isThin) {
      if (!isHole) this.recordLostShell(clipped);
      return false;
    }
    this.rings.add(quantised, isHole, doubleArea > 0 === isHole);
    return true;
  }

  /** Rounding and simplification can make rings cross or touch; such a feature is mended, all others are written as they are. */
  private writeRings(): void {
    const { commands, rings } = this;
    if (rings.length === 0) return;
    const isKept = rings.positions > MAX_POSITIONS || areRingsPlain(rings, this.tolerance);
    const { x, y, starts, length } = isKept ? rings : (mendRings(rings) ?? rings);
    for (let ring = 0; ring < length; ring++) commands.ring(x, y, starts[ring] as number, starts[ring + 1] as number);
  }

  /** Records the area of a shell that is too small to be drawn, in the only tile that contains its middle. */
  private recordLostShell(shell: CoordinateList): void {
    const { minX, minY, maxX, maxY, low, high } = this.part;
    const x = (Math.max(minX, low) + Math.min(maxX, high)) / 2;
    const y = (Math.max(minY, low) + Math.min(maxY, high)) / 2;
    const extent = high + low;
    if (x < 0 || y < 0 || x >= extent || y >= extent) return;
    this.lostArea += areaOf(shell);
    this.lostX = x;
    this.lostY = y;
  }

  /** Adds the area of a polygon that was not drawn, to be drawn later together with its neighbours. */
  private sumPolygon(): void {
    this.summedArea += this.lostArea;
    const side = Math.max(2, this.grain);
    if (this.summedArea < side * side) return;
    this.summedArea -= side * side;
    const x = Math.round(this.lostX - side / 2);
    const y = Math.round(this.lostY - side / 2);
    const { quantised } = this;
    quantised.length = 0;
    quantised.push(x, y);
    quantised.push(x + side, y);
    quantised.push(x + side, y + side);
    quantised.push(x, y + side);
    this.commands.ring(quantised.x, quantised.y, 0, 4);
  }

  private line(): void {
    const { part } = this;
    const { positions, spare, ends } = part;
    if (part.isApart() || positions.length < 2) return;
    if (part.isSmallerThan(this.grain / 2)) {
      this.sumLine();
      return;
    }
    if (part.isInside()) {
      this.writeLine(positions, 0, positions.length);
      return;
    }
    const parts = part.clipLine();
    for (let index = 0; index < parts; index++) this.writeLine(spare, index === 0 ? 0 : (ends[index - 1] as number), ends[index] as number);
  }

  private writeLine(list: CoordinateList, start: number, end: number): void {
    const { quantised, commands } = this;
    quantised.quantise(list.x, list.y, start, end);
    quantised.simplifyLine(this.tolerance);
    const { x, y, length } = quantised;
    if (length >= 2) commands.line(x, y, 0, length);
  }

  /** Sums the lengths of lines shorter than a unit, and draws a short stroke when the sum is large enough. */
  private sumLine(): void {
    const { minX, minY, maxX, maxY } = this.part;
    this.summedLength += Math.hypot(maxX - minX, maxY - minY);
    const stroke = Math.max(1, Math.round(this.grain / 2));
    if (this.summedLength < stroke) return;
    this.summedLength -= stroke;
    const isAcross = maxX - minX > maxY - minY;
    const x = Math.round(minX);
    const y = Math.round(minY);
    const { quantised } = this;
    quantised.length = 0;
    quantised.push(x, y);
    quantised.push(isAcross ? x + stroke : x, isAcross ? y : y + stroke);
    this.commands.line(quantised.x, quantised.y, 0, 2);
  }

  /** Writes the points of one feature as one MoveTo with their number, so they are collected first. */
  private points(reader: WkbReader): void {
    const { quantised } = this;
    quantised.length = 0;
    this.collectPoints(reader);
    const { x, y, length } = quantised;
    if (length > 0) this.commands.points(x, y, 0, length);
  }

  private collectPoints(reader: WkbReader): void {
    const header = reader.header();
    if (header.code === 1) {
      this.part.read(reader, header, 1);
      if (!this.part.isApart()) this.collectPoint(Math.round(this.part.minX), Math.round(this.part.minY));
    } else if (header.code === 2) {
      this.part.read(reader, header, reader.count(header.littleEndian, 16));
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
      // With a coarser grain, at most one point in each square.
      const cell = Math.floor(x / this.grain) * 0x10000 + Math.floor(y / this.grain);
      if (this.occupied.has(cell)) return;
      this.occupied.add(cell);
    }
    this.quantised.push(x, y);
  }
}
