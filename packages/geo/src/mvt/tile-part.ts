import { type TileAddress, tileSizeMetres, tileToMercatorBbox } from "../tile-math.ts";
import type { WkbHeader, WkbReader } from "../wkb.ts";
import { CoordinateList, clipLine, clipRing } from "./clip.ts";

/** Reads one point, line or ring at a time from web mercator WKB into the units of a tile (x from the west, y from the north). */
export class TilePart {
  readonly positions = new CoordinateList();
  /** The parts of a clipped line, one after the other. */
  readonly spare = new CoordinateList();
  readonly ends: number[] = [];
  minX = 0;
  minY = 0;
  maxX = 0;
  maxY = 0;
  /** The buffered tile is the square [low, high]². */
  low = 0;
  high = 0;
  private west = 0;
  private north = 0;
  private scale = 1;

  begin(tile: TileAddress, extent: number, buffer: number): void {
    const ground = tileToMercatorBbox(tile);
    this.west = ground[0];
    this.north = ground[3];
    this.scale = extent / tileSizeMetres(tile.z);
    this.low = -buffer;
    this.high = extent + buffer;
  }

  /** Reads the next `count` positions, with their bounds. */
  read(reader: WkbReader, header: WkbHeader, count: number): void {
    const { positions, west, north, scale } = this;
    const { view } = reader;
    const { littleEndian } = header;
    const step = 16 + (header.hasZ ? 8 : 0) + (header.hasM ? 8 : 0);
    let at = reader.take(count * step);
    positions.reserve(count);
    const { x, y } = positions;
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
    positions.length = count;
    this.minX = minX;
    this.minY = minY;
    this.maxX = maxX;
    this.maxY = maxY;
  }

  /** Whether it is completely outside the buffered tile. The comparisons make NaN (an empty point) count as outside. */
  isApart(): boolean {
    return !(this.maxX >= this.low && this.minX <= this.high && this.maxY >= this.low && this.minY <= this.high);
  }

  isInside(): boolean {
    return this.minX >= this.low && this.maxX <= this.high && this.minY >= this.low && this.maxY <= this.high;
  }

  isSmallerThan(units: number): boolean {
    return this.maxX - this.minX < units && this.maxY - this.minY < units;
  }

  /** The open ring, clipped to the buffered tile. */
  clippedRing(): CoordinateList {
    if (this.isInside()) return this.positions;
    return clipRing(this.positions, this.spare, this.low, this.high, this.minX, this.minY, this.maxX, this.maxY);
  }

  /** Clips the line to the buffered tile; its parts are in `spare` and `ends`. Returns their number. */
  clipLine(): number {
    return clipLine(this.positions, this.spare, this.ends, this.low, this.high);
  }
}
