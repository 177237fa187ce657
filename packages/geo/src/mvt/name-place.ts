import type { TileAddress } from "../tile-math.ts";
import { type WkbHeader, WkbReader } from "../wkb.ts";
import { areaOf, type CoordinateList } from "./clip.ts";
import { TilePart } from "./tile-part.ts";

/** An area at least this many tiles wide or high carries its name in each tile: a single name would often be out of view. */
const TILES_FOR_ONE_NAME = 2;

/** Finds where to write an area's name: once, in its largest polygon, in the tile that contains its middle. Nothing is allocated for an area. */
export class NamePlaceFinder {
  /** Polygons of the area. */
  count = 0;
  /** Index of the polygon that carries the name: the largest. */
  index = 0;
  /** Whether the name is written in this tile. */
  isHere = false;
  private readonly part = new TilePart();
  private reader = new WkbReader(new Uint8Array());
  private extent = 4096;

  /** Begins a tile whose geometries, polygons or multi-polygons in web mercator, are in `bytes`. */
  begin(bytes: Uint8Array, tile: TileAddress, extent: number): void {
    this.reader = new WkbReader(bytes);
    this.part.begin(tile, extent, 0);
    this.extent = extent;
  }

  /** Finds the place of the area at `start`: `count`, `index` and `isHere` say it until the next call. */
  find(start: number): void {
    const { reader } = this;
    reader.offset = start;
    const header = reader.header();
    this.count = header.code === 6 ? reader.count(header.littleEndian, 5) : 1;
    this.index = 0;
    this.isHere = false;
    let largest = -1;
    for (let index = 0; index < this.count; index++) {
      const own = header.code === 6 ? reader.header() : header;
      const rings = reader.count(own.littleEndian, 4);
      for (let ring = 0; ring < rings; ring++) {
        // The holes of the last polygon say nothing.
        if (ring > 0 && index === this.count - 1) break;
        this.read(own);
        if (ring > 0) continue;
        const area = this.count === 1 ? 0 : areaOf(this.part.positions);
        if (area <= largest) continue;
        largest = area;
        this.index = index;
        this.isHere = this.isMiddleHere();
      }
    }
  }

  private read(header: WkbHeader): void {
    this.part.read(this.reader, header, this.reader.count(header.littleEndian, 16));
  }

  private isMiddleHere(): boolean {
    const { positions, minX, minY, maxX, maxY } = this.part;
    const { extent } = this;
    // Most areas lie in one tile, wherever their middle is.
    if (minX >= 0 && minY >= 0 && maxX < extent && maxY < extent) return true;
    if (Math.max(maxX - minX, maxY - minY) > TILES_FOR_ONE_NAME * extent) return true;
    const x = (minX + maxX) / 2;
    const y = (minY + maxY) / 2;
    if (holds(positions, x, y)) return isIn(x, y, extent);
    const nearest = nearestTo(positions, x, y);
    return isIn(positions.x[nearest] as number, positions.y[nearest] as number, extent);
  }
}

const isIn = (x: number, y: number, extent: number) => x >= 0 && y >= 0 && x < extent && y < extent;

/** Even-odd rule. */
function holds({ x, y, length }: CoordinateList, px: number, py: number): boolean {
  let isInside = false;
  for (let index = 0, previous = length - 1; index < length; previous = index++) {
    const ay = y[index] as number;
    const by = y[previous] as number;
    if (ay > py === by > py) continue;
    const ax = x[index] as number;
    const bx = x[previous] as number;
    if (px < ax + ((bx - ax) * (py - ay)) / (by - ay)) isInside = !isInside;
  }
  return isInside;
}

/** The position of the ring nearest to its middle, for shapes like a crescent, whose middle is outside. */
function nearestTo({ x, y, length }: CoordinateList, px: number, py: number): number {
  let best = 0;
  let least = Infinity;
  for (let index = 0; index < length; index++) {
    const distance = ((x[index] as number) - px) ** 2 + ((y[index] as number) - py) ** 2;
    if (distance >= least) continue;
    least = distance;
    best = index;
  }
  return best;
}
