import { ALL_FIELDS, blockBytes, blockColumns, blockPointBytes, type Field, type PointColumns } from "../../las/columns.ts";
import { appendPoints, gatherPoints } from "../../las/gather.ts";
import { CloudStatistics, type StatisticsData } from "../../las/statistics.ts";
import { ChunkEncoder } from "../../laz/encode-chunk.ts";
import { release } from "../../memory.ts";
import { type BatchDecoder, batchDecoder, type Encoding } from "../../point-batches.ts";
import { type NodeKey, parentOf } from "../hierarchy.ts";
import { type GridPositions, gridPositions, hasPointsOutside, mortonCode } from "./grid.ts";
import { type CopcPlan, GRID_BITS, INDEPENDENT_LEVEL } from "./plan.ts";
import { assignNodes, newOccupancy, takeSample, visitingOrder } from "./sample.ts";
import { sortByTime } from "./sort-by-time.ts";

/** Blocks of points, one after the other in one piece of memory. */
export interface Blocks {
  bytes: Uint8Array;
  counts: number[];
}

/** Points by cell: `codes` are Morton codes below the node that was split, in rising order; each has one block. */
export interface SortedCells {
  buffer: ArrayBuffer;
  codes: Int32Array;
  counts: Int32Array;
}

/** Points that a cell gives to a node above it. */
export interface GivenPoints {
  key: NodeKey;
  count: number;
  buffer: ArrayBuffer;
}

export interface EncodedNode {
  key: NodeKey;
  points: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** The work that threads do for a writer. Each job is independent; all they need is in them. */
export interface Jobs {
  /** Finds bounds when those of the header are wrong. */
  scan: { job: { bytes: Uint8Array; points: number; encoding: Encoding }; result: { statistics: StatisticsData } };
  /** Decodes a part of the source and sorts its points by cell. */
  distribute: {
    job: { bytes: Uint8Array; points: number; encoding: Encoding; plan: CopcPlan };
    result: { statistics: StatisticsData; isOutside: boolean; cells: SortedCells };
  };
  /** Sorts the points of a large cell by smaller ones. `occupied` is passed from one part of the cell to the next. */
  split: {
    job: { blocks: Blocks; plan: CopcPlan; cell: NodeKey; levels: number; firstLevel: number; occupied: Uint32Array[] };
    result: { cells: SortedCells; given: GivenPoints[]; occupied: Uint32Array[] };
  };
  /** Builds and encodes the nodes below a cell, and chooses points for those above. */
  build: {
    job: { blocks: Blocks; plan: CopcPlan; cell: NodeKey; firstLevel: number };
    result: { nodes: EncodedNode[]; given: GivenPoints[] };
  };
  /** Encodes a node from all that cells gave to it. */
  encode: { job: { blocks: Blocks; plan: CopcPlan; key: NodeKey }; result: { node: EncodedNode } };
}

export type JobKind = keyof Jobs;
export type Job<K extends JobKind> = Jobs[K]["job"];
export type Result<K extends JobKind> = Jobs[K]["result"];

const POSITIONS: ReadonlySet<Field> = new Set();

/** Does the jobs of one thread. Coders are kept, because making their models takes time. */
export class JobRunner {
  private decoder: { encoding: string; decoder: BatchDecoder } | undefined;
  private encoder: { layout: string; encoder: ChunkEncoder } | undefined;

  run<K extends JobKind>(kind: K, job: Job<K>): Result<K> {
    const handlers: { [Kind in JobKind]: (job: Job<Kind>) => Result<Kind> } = {
      scan: (scan) => this.scan(scan),
      distribute: (distribute) => this.distribute(distribute),
      split: splitCell,
      build: (build) => this.build(build),
      encode: (encode) => this.encode(encode),
    };
    return handlers[kind](job);
  }

  private scan({ bytes, points, encoding }: Job<"scan">): Result<"scan"> {
    const statistics = new CloudStatistics();
    const columns = this.decoderOf(encoding).decode(bytes, points, POSITIONS);
    statistics.add(columns);
    release(columns);
    return { statistics: { ...statistics } };
  }

  private distribute({ bytes, points, encoding, plan }: Job<"distribute">): Result<"distribute"> {
    const columns = this.decoderOf(encoding).decode(bytes, points, ALL_FIELDS);
    const statistics = new CloudStatistics();
    statistics.add(columns);
    const isOutside = hasPointsOutside(columns, plan.low, plan.high);
    const root: NodeKey = { level: 0, x: 0, y: 0, z: 0 };
    const cells = sortByCell(columns, gridPositions(columns, plan), plan, root, plan.cellLevel);
    release(columns);
    return { statistics: { ...statistics }, isOutside, cells };
  }

  private build({ blocks, plan, cell, firstLevel }: Job<"build">): Result<"build"> {
    const columns = joinBlocks(blocks, plan);
    const grid = gridPositions(columns, plan);
    const { nodes, nodeOf } = assignNodes(grid, cell, firstLevel);
    release(grid);
    const { order, starts } = groupByNode(nodeOf, nodes.length);
    const given: GivenPoints[] = [];
    const encoded: EncodedNode[] = [];
    for (const [i, key] of nodes.entries()) {
      const own = order.subarray(starts[i] as number, starts[i + 1] as number);
      if (own.length === 0) continue;
      if (key.level < cell.level) given.push({ key, count: own.length, buffer: blockOf(columns, own, plan) });
      else encoded.push(this.encodeNode(key, columns, own, plan));
    }
    release([columns, order, nodeOf]);
    return { nodes: encoded, given };
  }

  private encode({ blocks, plan, key }: Job<"encode">): Result<"encode"> {
    const columns = joinBlocks(blocks, plan);
    const node = this.encodeNode(key, columns, Int32Array.from(columns.x.keys()), plan);
    release(columns);
    return { node };
  }

  private encodeNode(key: NodeKey, columns: PointColumns, order: Int32Array, plan: CopcPlan): EncodedNode {
    sortByTime(order, columns.gpsTime as Float64Array);
    const own = blockColumns(blockOf(columns, order, plan), 0, order.length, plan.format, plan.extraBytes);
    const layout = `${plan.format.id}+${plan.extraBytes}`;
    if (this.encoder?.layout !== layout) this.encoder = { layout, encoder: new ChunkEncoder(plan.format, plan.extraBytes) };
    const bytes = this.encoder.encoder.encode(own);
    release(own);
    return { key, points: order.length, bytes };
  }

  private decoderOf(encoding: Encoding): BatchDecoder {
    const name = JSON.stringify(encoding);
    if (this.decoder?.encoding !== name) this.decoder = { encoding: name, decoder: batchDecoder(encoding) };
    return this.decoder.decoder;
  }
}

/** Nodes down to a level below which cells are independent take their points first, then the others are sorted by cell. */
function splitCell({ blocks, plan, cell, levels, firstLevel, occupied }: Job<"split">): Result<"split"> {
  const columns = joinBlocks(blocks, plan);
  const grid = gridPositions(columns, plan);
  const nodeOf = new Int32Array(columns.count).fill(-1);
  const rest = visitingOrder(columns.count);
  const given: GivenPoints[] = [];
  let kept = columns.count;
  for (let level = firstLevel; level < cell.level + levels - INDEPENDENT_LEVEL; level++) {
    const taken = rest.slice(0, kept);
    const bits = occupied[level - firstLevel] ?? newOccupancy();
    occupied[level - firstLevel] = bits;
    kept = takeSample(grid, level, bits, rest.subarray(0, kept), nodeOf, level);
    const own = taken.filter((point) => nodeOf[point] === level).sort();
    let key = cell;
    while (key.level > level) key = parentOf(key);
    if (own.length > 0) given.push({ key, count: own.length, buffer: blockOf(columns, own, plan) });
  }
  const left = rest.subarray(0, kept).sort();
  const others = blockColumns(blockOf(columns, left, plan), 0, left.length, plan.format, plan.extraBytes);
  return { cells: sortByCell(others, gridPositions(others, plan), plan, cell, levels), given, occupied };
}

/** Blocks of one cell as one. */
function joinBlocks({ bytes, counts }: Blocks, plan: CopcPlan): PointColumns {
  const { format, extraBytes } = plan;
  const pointBytes = blockPointBytes(format, extraBytes);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const joined = blockColumns(new ArrayBuffer(blockBytes(total, pointBytes)), 0, total, format, extraBytes);
  // Columns are views, which need an aligned beginning.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  let from = aligned.byteOffset;
  let at = 0;
  for (const count of counts) {
    appendPoints(blockColumns(aligned.buffer, from, count, format, extraBytes), joined, at);
    from += blockBytes(count, pointBytes);
    at += count;
  }
  return joined;
}

function blockOf(columns: PointColumns, order: Int32Array, plan: CopcPlan): ArrayBuffer {
  const buffer = new ArrayBuffer(blockBytes(order.length, blockPointBytes(plan.format, plan.extraBytes)));
  gatherPoints(columns, blockColumns(buffer, 0, order.length, plan.format, plan.extraBytes), order);
  return buffer;
}

/** Indexes of points by node, in file order in each; node i has those from starts[i] to starts[i + 1]. */
function groupByNode(nodeOf: Int32Array, nodes: number): { order: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(nodes + 1);
  for (const node of nodeOf) starts[node + 1] = (starts[node + 1] as number) + 1;
  for (let i = 1; i <= nodes; i++) starts[i] = (starts[i] as number) + (starts[i - 1] as number);
  const next = starts.slice();
  const order = new Int32Array(nodeOf.length);
  for (let i = 0; i < nodeOf.length; i++) {
    const node = nodeOf[i] as number;
    order[next[node] as number] = i;
    next[node] = (next[node] as number) + 1;
  }
  return { order, starts };
}

/**
 * Blocks of points by cell.
 *
 * @param root the node whose cells they are; all points are in it
 * @param levels how many levels below the root the cells are, at most 7
 */
function sortByCell(columns: PointColumns, grid: GridPositions, plan: CopcPlan, root: NodeKey, levels: number): SortedCells {
  const { count } = columns;
  const shift = GRID_BITS - root.level - levels;
  const mask = 2 ** levels - 1;
  const cellOf = new Int32Array(count);
  const counts = new Int32Array(8 ** levels);
  for (let i = 0; i < count; i++) {
    const code = mortonCode(
      ((grid.x[i] as number) >> shift) & mask,
      ((grid.y[i] as number) >> shift) & mask,
      ((grid.z[i] as number) >> shift) & mask,
    );
    cellOf[i] = code;
    counts[code] = (counts[code] as number) + 1;
  }
  const codes = Int32Array.from(new Set(cellOf)).sort();
  const own = codes.map((code) => counts[code] as number);
  const rank = counts.fill(0);
  for (const [i, code] of codes.entries()) rank[code] = i;
  const { order, starts } = groupByNode(
    cellOf.map((code) => rank[code] as number),
    codes.length,
  );
  const pointBytes = blockPointBytes(plan.format, plan.extraBytes);
  const buffer = new ArrayBuffer(own.reduce((sum, points) => sum + blockBytes(points, pointBytes), 0));
  let at = 0;
  for (const [i, points] of own.entries()) {
    gatherPoints(columns, blockColumns(buffer, at, points, plan.format, plan.extraBytes), order, starts[i]);
    at += blockBytes(points, pointBytes);
  }
  release([order, cellOf, grid]);
  return { buffer, codes, counts: own };
}
