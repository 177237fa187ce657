import { LRUCache } from "lru-cache";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { perCore } from "../../../kernel/per-core.ts";
import type { HeightRaster } from "../policy.ts";
import { type CellMask, maskOf } from "./cell-mask.ts";
import { type OpenedRaster, openRaster, type RasterLevel } from "./open-raster.ts";
import type { ReadBudget } from "./read-budget.ts";

/** The Earth has no ground outside these. Files without a declared "no data" value write it as a huge number. */
const GROUND = { lowest: -12_000, highest: 10_000 };

interface Sampled {
  readonly heights: (number | null)[];
  /** Positions whose cell is not wholly inside the areas in which the reader sees the raster. */
  readonly closed: readonly boolean[] | null;
  readonly cellMetres: number;
}

/**
 * Heights of one raster at positions in its CRS: between the middles of four cells, or of the nearest cell where one of them has no value.
 *
 * @param stepMetres the distance of neighbours; the coarsest cells that are not larger are read
 * @returns null when the file cannot be read here
 * @throws DomainError when the budget is used up
 */
export async function sampleRaster(
  core: Core,
  raster: HeightRaster,
  positions: readonly ([x: number, y: number] | null)[],
  stepMetres: number,
  budget: ReadBudget,
): Promise<Sampled | null> {
  budget.takeRaster();
  try {
    const level = levelFor(await openRaster(core, raster.row.objectKey), stepMetres / raster.unitMetres);
    const mask = await maskOf(core, raster, level);
    const cells = new Cells(level, budget, unpackedBy(core), mask);
    const corners = positions.map((position) => position && cornersAt(level, position));
    // All blocks first: the rest needs no waiting, of thousands of places.
    await cells.load(corners);
    const heights = corners.map((around) => around && heightAt(cells, around));
    const closed = mask && corners.map((around) => around !== null && !mask.shows(...nearestOf(around)));
    return { heights, closed, cellMetres: level.step[0] * raster.unitMetres };
  } catch (error) {
    if (error instanceof DomainError) throw error;
    core.log.warn({ err: error, object: raster.row.objectKey }, "a raster of heights could not be read");
    return null;
  }
}

function levelFor(levels: OpenedRaster, step: number): RasterLevel {
  const fitting = levels.filter((level) => level.step[0] <= step);
  const [finest] = levels;
  const chosen = fitting.toSorted((a, b) => b.step[0] - a.step[0])[0] ?? finest;
  if (!chosen) throw new Error("the file has no image");
  return chosen;
}

/** The four cells around a position, and where it is between their middles. */
interface Corners {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly dx: number;
  readonly dy: number;
}

function cornersAt({ first, step, columns, rows }: RasterLevel, [x, y]: readonly [number, number]): Corners | null {
  const [column, row] = [(x - first[0]) / step[0], (y - first[1]) / step[1]];
  if (!(column >= -0.5 && row >= -0.5 && column <= columns - 0.5 && row <= rows - 0.5)) return null;
  const [inColumn, inRow] = [clamp(column, columns - 1), clamp(row, rows - 1)];
  const [left, top] = [Math.floor(inColumn), Math.floor(inRow)];
  const [right, bottom] = [Math.min(left + 1, columns - 1), Math.min(top + 1, rows - 1)];
  return { left, right, top, bottom, dx: inColumn - left, dy: inRow - top };
}

const nearestOf = ({ left, top, dx, dy }: Pick<Corners, "left" | "top" | "dx" | "dy">) =>
  [Math.round(left + dx), Math.round(top + dy)] as const;

function heightAt(cells: Cells, { left, right, top, bottom, dx, dy }: Corners): number | null {
  const [a, b, c, d] = [cells.at(left, top), cells.at(right, top), cells.at(left, bottom), cells.at(right, bottom)];
  if (a === null || b === null || c === null || d === null) return cells.at(...nearestOf({ left, top, dx, dy }));
  return (a * (1 - dx) + b * dx) * (1 - dy) + (c * (1 - dx) + d * dx) * dy;
}

const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));

/** Blocks that were unpacked lately: the same ground is asked for again and again, by tiles of a map, or by the points of a line. */
const unpackedBy = perCore(
  () => new LRUCache<string, DataView>({ maxSize: 96_000_000, sizeCalculation: ({ byteLength }) => byteLength + 200 }),
);
/** Blocks that are read at the same time. */
const AT_ONCE = 6;

/** The values of a level's cells, read block by block. */
class Cells {
  private readonly level: RasterLevel;
  private readonly budget: ReadBudget;
  private readonly unpacked: LRUCache<string, DataView>;
  private readonly blocks = new Map<number, DataView>();
  private readonly mask: CellMask | null;
  private readonly nodata: number | null;
  private readonly valueAt: (this: DataView, offset: number, isLittle: boolean) => number;

  constructor(level: RasterLevel, budget: ReadBudget, unpacked: LRUCache<string, DataView>, mask: CellMask | null) {
    this.mask = mask;
    this.level = level;
    this.budget = budget;
    this.unpacked = unpacked;
    this.valueAt = level.image.getReaderForSample(0);
    // The text of "no data" has more digits than a cell of four bytes holds.
    const isSingle = level.cellBytes === 4 && level.image.getSampleFormat(0) === 3;
    this.nodata = level.nodata !== null && isSingle ? Math.fround(level.nodata) : level.nodata;
  }

  /** Reads the blocks of cells, some at a time. */
  async load(corners: readonly (Corners | null)[]): Promise<void> {
    const [width, height] = this.level.block;
    const wanted = new Map<number, readonly [x: number, y: number]>();
    for (const around of corners) {
      if (!around) continue;
      const { left, right, top, bottom } = around;
      // Blocks of hidden cells are not read either: the time of an answer must not tell of them.
      if (this.mask) {
        for (const [column, row] of [
          [left, top],
          [right, top],
          [left, bottom],
          [right, bottom],
        ] as const)
          if (this.mask.shows(column, row)) {
            const [x, y] = [Math.floor(column / width), Math.floor(row / height)];
            wanted.set(keyOf(x, y), [x, y]);
          }
        continue;
      }
      for (let y = Math.floor(top / height); y <= Math.floor(bottom / height); y++)
        for (let x = Math.floor(left / width); x <= Math.floor(right / width); x++) wanted.set(keyOf(x, y), [x, y]);
    }
    const missing = [...wanted.values()];
    for (let at = 0; at < missing.length; at += AT_ONCE)
      await Promise.all(missing.slice(at, at + AT_ONCE).map(([x, y]) => this.read(x, y)));
  }

  /** The value of a cell whose block is loaded; null for one that is hidden. */
  at(column: number, row: number): number | null {
    if (this.mask && !this.mask.shows(column, row)) return null;
    const [width, height] = this.level.block;
    const view = this.blocks.get(keyOf(Math.floor(column / width), Math.floor(row / height)));
    if (!view) throw new Error("the block of a cell is not loaded");
    const offset = ((row % height) * width + (column % width)) * this.level.cellBytes;
    const value = this.valueAt.call(view, offset, this.level.image.littleEndian);
    return value === this.nodata || !(value >= GROUND.lowest && value <= GROUND.highest) ? null : value;
  }

  private async read(x: number, y: number): Promise<void> {
    const { block, cellBytes, image, decoder, name } = this.level;
    const known = this.unpacked.get(`${name}/${x}/${y}`);
    if (known) {
      this.blocks.set(keyOf(x, y), known);
      return;
    }
    this.budget.takeBytes(block[0] * block[1] * cellBytes);
    const { data } = await image.getTileOrStrip(x, y, 0, decoder);
    const view = new DataView(data);
    this.unpacked.set(`${name}/${x}/${y}`, view);
    this.blocks.set(keyOf(x, y), view);
  }
}

/** A number, because a tile asks a quarter of a million times. Rasters have fewer than a million blocks in a row. */
const keyOf = (x: number, y: number): number => y * 1_048_576 + x;
