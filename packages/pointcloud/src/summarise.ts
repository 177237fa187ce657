import { largestGaps } from "@archipel/geo/heights/largest-gaps.ts";
import type { Field } from "./las/columns.ts";
import { CloudStatistics } from "./las/statistics.ts";
import type { Cloud } from "./open-cloud.ts";
import { batchDecoder, batchPlaces, encodingOf, readBatch } from "./point-batches.ts";

/** What a cloud contains, counted from its points. */
export interface CloudSummary {
  statistics: CloudStatistics;
  /** Ground that points cover, in squares of the unit of the CRS: cells with at least one point. */
  coveredArea: number;
  /** Points a square unit of covered ground. */
  density: number;
}

const FIELDS: ReadonlySet<Field> = new Set<Field>(["returns", "classification"]);
/** Cells of the ground that are counted, at most: 2 MB. */
const MOST_CELLS = 2 ** 24;
/** A cell is at least as wide as eight points lie apart, so that gaps between points do not count as empty ground. */
const POINTS_PER_CELL = 64;

/**
 * Counts points, returns and classes, and measures density. Only the layers that this needs are decoded.
 *
 * @param onProgress called with 0 to 1
 * @throws CloudError when the points are broken
 */
export async function summarise(cloud: Cloud, onProgress?: (fraction: number) => void): Promise<CloudSummary> {
  const statistics = new CloudStatistics();
  const ground = new GroundCells(cloud);
  const decoder = batchDecoder(encodingOf(cloud));
  for (const place of await batchPlaces(cloud)) {
    const columns = decoder.decode(await readBatch(cloud, place), place.points, FIELDS);
    statistics.add(columns);
    ground.add(columns.x, columns.y);
    onProgress?.(statistics.count / cloud.header.pointCount);
  }
  const coveredArea = ground.area();
  return { statistics, coveredArea, density: coveredArea > 0 ? statistics.count / coveredArea : 0 };
}

/** A raster of the header's bounds with one bit a cell. Points outside are clamped to its border. */
export class GroundCells {
  private readonly bits: Uint32Array;
  private readonly columns: number;
  private readonly rows: number;
  private readonly size: number;
  private readonly cloud: Cloud;

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    const { min, max, pointCount } = cloud.header;
    const extent = (axis: 0 | 1) => (max[axis] > min[axis] ? max[axis] - min[axis] : 0);
    const [width, height] = [extent(0), extent(1)];
    const area = width * height;
    const finest = Math.sqrt(area / MOST_CELLS) * 2;
    this.size = Math.max(Math.sqrt((POINTS_PER_CELL * area) / Math.max(1, pointCount)), finest);
    const isSensible = Number.isFinite(this.size) && this.size > 0;
    this.columns = isSensible ? Math.ceil(width / this.size) : 0;
    this.rows = isSensible ? Math.ceil(height / this.size) : 0;
    if (this.columns * this.rows > MOST_CELLS) this.columns = this.rows = 0;
    this.bits = new Uint32Array(Math.ceil((this.columns * this.rows) / 32));
  }

  add(x: Int32Array, y: Int32Array): void {
    const { bits, columns, rows } = this;
    if (columns * rows === 0) return;
    const { scale, offset, min } = this.cloud.header;
    const step = [scale[0] / this.size, scale[1] / this.size] as const;
    const start = [(offset[0] - min[0]) / this.size, (offset[1] - min[1]) / this.size] as const;
    for (let i = 0; i < x.length; i++) {
      const column = Math.min(columns - 1, Math.max(0, Math.floor((x[i] as number) * step[0] + start[0])));
      const row = Math.min(rows - 1, Math.max(0, Math.floor((y[i] as number) * step[1] + start[1])));
      const cell = row * columns + column;
      bits[cell >>> 5] = (bits[cell >>> 5] as number) | (1 << (cell & 31));
    }
  }

  area(): number {
    let cells = 0;
    for (let word of this.bits) for (; word !== 0; word &= word - 1) cells++;
    const { min, max } = this.cloud.header;
    return Math.min(cells * this.size ** 2, (max[0] - min[0]) * (max[1] - min[1]));
  }

  /**
   * The largest boxes without any point, largest first, in the CRS of the file. The bounds are looked at in blocks of at least two cells a side, so
   * that a cell that no pulse met is no gap. A gap of another shape is several boxes.
   */
  gaps(most: number): GroundBox[] {
    const block = Math.max(2, Math.ceil(Math.max(this.columns, this.rows) / MOST_BLOCKS));
    const across = Math.floor(this.columns / block);
    const up = Math.floor(this.rows / block);
    if (across * up === 0) return [];
    const empty = this.emptyBlocks(block, across, up);
    const { min } = this.cloud.header;
    const side = block * this.size;
    return largestGaps(empty, across, up, most).map(([west, south, east, north]) => [
      min[0] + west * side,
      min[1] + south * side,
      min[0] + east * side,
      min[1] + north * side,
    ]);
  }

  private emptyBlocks(block: number, across: number, up: number): Uint8Array {
    const empty = new Uint8Array(across * up).fill(1);
    for (let row = 0; row < up * block; row++) {
      const start = Math.floor(row / block) * across;
      for (let column = 0; column < across * block; column++) {
        const cell = row * this.columns + column;
        if (((this.bits[cell >>> 5] as number) & (1 << (cell & 31))) !== 0) empty[start + Math.floor(column / block)] = 0;
      }
    }
    return empty;
  }
}

/** West, south, east, north. */
export type GroundBox = [west: number, south: number, east: number, north: number];

/** Blocks of a side in which gaps are looked for. */
const MOST_BLOCKS = 200;
