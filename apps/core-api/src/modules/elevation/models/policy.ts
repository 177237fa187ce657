import type { HeightProduct } from "@archipel/contracts/elevation-models.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { z } from "zod";

/** Cells of a side of a block: 16 MB of heights in memory. */
const BLOCK_CELLS = 2_000;
/** Blocks of a model. More need a coarser resolution, or several models. */
export const MOST_BLOCKS = 1_500;
/** A ten-thousandth of a cell is a rounding error. */
const TINY = 1e-4;

/** A tile of points, in the CRS of its layer. */
export interface PointTile {
  readonly id: string;
  readonly revision: number;
  readonly objectKey: string;
  readonly box: Bbox;
}

/** A part of a model that is one file. */
export interface Block {
  /** Column and row of the grid of blocks, which begins at the origin of the CRS. */
  readonly key: string;
  /** The borders of its cells: those that have points. */
  readonly box: Bbox;
}

/** What is known of the tiles that a model was made of. */
export const readSources = z.record(
  z.string(),
  z.object({ revision: z.int(), box: z.tuple([z.number(), z.number(), z.number(), z.number()]) }),
);
export type ReadSources = z.infer<typeof readSources>;

export const sourcesOf = (tiles: readonly PointTile[]): ReadSources =>
  Object.fromEntries(tiles.map(({ id, revision, box }) => [id, { revision, box }]));

const isSame = (a: Bbox, b: Bbox): boolean => a.every((value, i) => value === b[i]);

/** The box whose sides are borders of cells, at least as large. */
function outward([west, south, east, north]: Bbox, cell: number): Bbox {
  const down = (value: number) => Math.floor(value / cell + TINY) * cell;
  const up = (value: number) => Math.ceil(value / cell - TINY) * cell;
  return [down(west), down(south), up(east), up(north)];
}

const common = (a: Bbox, b: Bbox): Bbox | null => {
  const [west, south, east, north] = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  return west < east && south < north ? [west, south, east, north] : null;
};

const around = (a: Bbox, b: Bbox): Bbox => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];

/** The blocks of a model of these tiles. A tile that only touches a block has no points in it. */
export function blocksOf(boxes: readonly Bbox[], resolution: number): Block[] {
  const side = BLOCK_CELLS * resolution;
  const found = new Map<string, Bbox>();
  for (const box of boxes) {
    const [west, south, east, north] = outward(box, resolution);
    for (let row = Math.floor(south / side + TINY / BLOCK_CELLS); row * side < north - TINY; row++)
      for (let column = Math.floor(west / side + TINY / BLOCK_CELLS); column * side < east - TINY; column++) {
        const part = common([west, south, east, north], [column * side, row * side, (column + 1) * side, (row + 1) * side]);
        if (!part) continue;
        const key = `${column}_${row}`;
        const known = found.get(key);
        found.set(key, known ? around(known, part) : part);
        if (found.size > MOST_BLOCKS) return [...found].map(([id, whole]) => ({ key: id, box: whole }));
      }
  }
  return [...found].map(([key, box]) => ({ key, box }));
}

/** Cells for each point: more would be invented, and take long to compute. */
const MOST_CELLS_A_POINT = 50;

/** The smallest cells that a number of points in these boxes can fill, in steps of 5 centimetres. */
export function finestResolution(boxes: readonly Bbox[], points: number): number {
  const surface = boxes.reduce((sum, [west, south, east, north]) => sum + (east - west) * (north - south), 0);
  const least = Math.sqrt(surface / Math.max(1, points) / MOST_CELLS_A_POINT);
  return Math.round(Math.ceil(least / 0.05) * 5) / 100;
}

/** The tiles whose points count in a block: those in it, and around. */
export const tilesFor = (tiles: readonly PointTile[], [west, south, east, north]: Bbox, reach: number): PointTile[] =>
  tiles.filter(({ box }) => common(box, [west - reach, south - reach, east + reach, north + reach]) !== null);

/** A block to compute, all of it (`window` null) or a part. */
export interface BlockWork {
  readonly block: Block;
  readonly window: Bbox | null;
}

/**
 * What to compute again after some ground has changed, and the blocks that no longer exist.
 *
 * @param touched where points changed
 * @param reach how far a point has an effect
 */
export function workAfter(
  before: readonly Block[],
  now: readonly Block[],
  touched: readonly Bbox[],
  { resolution, reach }: { resolution: number; reach: number },
): { work: BlockWork[]; gone: string[] } {
  const known = new Map(before.map((block) => [block.key, block.box]));
  const work = now.flatMap((block): BlockWork[] => {
    const old = known.get(block.key);
    if (!old || !isSame(old, block.box)) return [{ block, window: null }];
    const boxes = touched.flatMap(([west, south, east, north]) => {
      const part = common(outward([west - reach, south - reach, east + reach, north + reach], resolution), block.box);
      return part ? [part] : [];
    });
    const [first, ...others] = boxes;
    return first ? [{ block, window: others.reduce(around, first) }] : [];
  });
  const kept = new Set(now.map(({ key }) => key));
  return { work, gone: before.flatMap(({ key }) => (kept.has(key) ? [] : [key])) };
}

const WORDS: Readonly<Record<HeightProduct, string>> = { dtm: "MNT", dsm: "MNS", chm: "MNH" };

/**
 * The name of a block's file, as IGN names its tiles: product, side of the cells, kilometres of the upper left corner, CRS, heights:
 * `MNT_0M50_0292_6833_LAMB93_IGN69`.
 *
 * @param words of the CRS and of the vertical reference, where IGN has them
 */
export function nameOfBlock(
  product: HeightProduct,
  resolution: number,
  { key }: Pick<Block, "key">,
  words: readonly (string | null)[],
): string {
  const side = BLOCK_CELLS * resolution;
  const [column = 0, row = 0] = key.split("_").map(Number);
  const [west, north] = [column * side, (row + 1) * side];
  const isWhole = west % 1000 === 0 && north % 1000 === 0;
  const place = (metres: number) => (isWhole ? String(metres / 1000).padStart(4, "0") : String(Math.round(metres)));
  const cell = `${Math.floor(resolution)}M${String(Math.round((resolution % 1) * 100)).padStart(2, "0")}`;
  return [WORDS[product], cell, place(west), place(north), ...words.filter((word) => word !== null)].join("_");
}
