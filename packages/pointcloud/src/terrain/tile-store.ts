import type { TemporaryStorage } from "../copc/write/cell-store.ts";
import type { ModelFrame } from "./model-frame.ts";
import type { CellPoints, CellWindow } from "./tin.ts";

const SMALLEST_TILE = 64;
/** Bytes of points that wait in memory. */
const MEMORY = 32 * 2 ** 20;
/** Points of the coarse net, at most: 24 MB. */
const MOST_NET = 1_000_000;
const POINT_BYTES = 24;

/** Points by square tiles of cells. A tile also has the points of its surroundings, as far as `overlap`. */
export class TileStore {
  /** Cells of a side of a tile, and how far its surroundings reach. */
  readonly side: number;
  readonly overlap: number;
  count = 0;
  private readonly frame: ModelFrame;
  private readonly storage: TemporaryStorage;
  private readonly columns: number;
  private readonly rows: number;
  private readonly tiles: { extents: { offset: number; length: number }[]; points: number[] }[];
  private inMemory = 0;
  private readonly net: CoarseNet;

  /**
   * @param density points of a cell, about
   * @param tilePoints points of a tile, about
   * @param reach how far points beyond the surroundings are needed, in cells
   */
  constructor(
    frame: ModelFrame,
    storage: TemporaryStorage,
    { density, tilePoints, reach }: { density: number; tilePoints: number; reach: number },
  ) {
    this.frame = frame;
    this.storage = storage;
    this.side = Math.max(SMALLEST_TILE, Math.ceil(Math.sqrt(tilePoints / Math.max(density, 1e-3))));
    // Six points in a row: triangles that reach farther are gaps.
    this.overlap = Math.min(this.side / 4, Math.max(8, Math.ceil(6 / Math.sqrt(Math.max(density, 1e-3)))));
    this.columns = Math.ceil(frame.columns / this.side);
    this.rows = Math.ceil(frame.rows / this.side);
    this.tiles = Array.from({ length: this.columns * this.rows }, () => ({ extents: [], points: [] }));
    this.net = new CoarseNet(frame, Math.ceil(this.overlap / 2), reach);
  }

  add(column: number, row: number, height: number): void {
    this.count++;
    const [left, right] = [this.tileAt(column - this.overlap, this.columns), this.tileAt(column + this.overlap, this.columns)];
    const [top, bottom] = [this.tileAt(row - this.overlap, this.rows), this.tileAt(row + this.overlap, this.rows)];
    for (let y = top; y <= bottom; y++)
      for (let x = left; x <= right; x++) {
        this.tiles[y * this.columns + x]?.points.push(column, row, height);
        this.inMemory += POINT_BYTES;
      }
    this.net.add(column, row, height);
  }

  private tileAt(position: number, tiles: number): number {
    return Math.min(tiles - 1, Math.max(0, Math.floor((position + 0.5) / this.side)));
  }

  /** Stores points that wait, when they are too many. */
  async settle(): Promise<void> {
    if (this.inMemory <= MEMORY) return;
    for (const tile of this.tiles) {
      if (tile.points.length === 0) continue;
      const bytes = new Uint8Array(Float64Array.from(tile.points).buffer);
      tile.points = [];
      tile.extents.push({ offset: await this.storage.append(bytes), length: bytes.length });
    }
    this.inMemory = 0;
  }

  /** The tiles, with their points. */
  async *take(): AsyncGenerator<{ window: CellWindow; points: CellPoints; done: number }> {
    for (const [i, tile] of this.tiles.entries()) {
      const [left, top] = [(i % this.columns) * this.side, Math.floor(i / this.columns) * this.side];
      const window = {
        left,
        right: Math.min(this.frame.columns, left + this.side) - 1,
        top,
        bottom: Math.min(this.frame.rows, top + this.side) - 1,
      };
      const stored = tile.extents.reduce((sum, { length }) => sum + length / 8, 0);
      const points = new Float64Array(stored + tile.points.length);
      let at = 0;
      for (const { offset, length } of tile.extents) {
        const bytes = await this.storage.read(offset, length);
        new Uint8Array(points.buffer).set(bytes, at);
        at += length;
      }
      points.set(tile.points, stored);
      tile.points = [];
      tile.extents = [];
      yield { window, points, done: (i + 1) / this.tiles.length };
    }
  }

  /** Points around the surroundings of a window, one of each cell of a coarse net: so that triangles across wide gaps know the other side. */
  around(window: CellWindow): number[] {
    return this.net.around(window, this.overlap);
  }
}

/** The first point of each cell of a coarse net. */
class CoarseNet {
  private readonly side: number;
  private readonly columns: number;
  private readonly rows: number;
  private readonly reach: number;
  /** Column, row and height; NaN where there is no point. */
  private readonly points: Float64Array;

  constructor({ columns, rows }: ModelFrame, side: number, reach: number) {
    this.side = Math.max(side, Math.ceil(Math.sqrt((columns * rows) / MOST_NET)));
    this.columns = Math.ceil(columns / this.side) + 2;
    this.rows = Math.ceil(rows / this.side) + 2;
    this.reach = reach;
    this.points = new Float64Array(3 * this.columns * this.rows).fill(Number.NaN);
  }

  /** Points beyond the frame belong to the cells at its border. */
  private cellAt(position: number, cells: number): number {
    return Math.min(cells - 1, Math.max(0, Math.floor((position + 0.5) / this.side) + 1));
  }

  add(column: number, row: number, height: number): void {
    const at = 3 * (this.cellAt(row, this.rows) * this.columns + this.cellAt(column, this.columns));
    if (!Number.isNaN(this.points[at])) return;
    this.points[at] = column;
    this.points[at + 1] = row;
    this.points[at + 2] = height;
  }

  around({ left, right, top, bottom }: CellWindow, overlap: number): number[] {
    const found: number[] = [];
    const isDense = (column: number, row: number) =>
      column >= left - overlap && column <= right + overlap && row >= top - overlap && row <= bottom + overlap;
    for (let y = this.cellAt(top - this.reach, this.rows); y <= this.cellAt(bottom + this.reach, this.rows); y++)
      for (let x = this.cellAt(left - this.reach, this.columns); x <= this.cellAt(right + this.reach, this.columns); x++) {
        const at = 3 * (y * this.columns + x);
        const [column, row] = [this.points[at] as number, this.points[at + 1] as number];
        if (!Number.isNaN(column) && !isDense(column, row)) found.push(column, row, this.points[at + 2] as number);
      }
    return found;
  }
}
