import { blockBytes, blockPointBytes } from "../../las/columns.ts";
import { release } from "../../memory.ts";
import type { Blocks, SortedCells } from "./jobs.ts";
import type { CopcPlan } from "./plan.ts";

/** Where the writer keeps points that do not fit memory: one file that only grows. Three to four times the size of the LAZ file. */
export interface TemporaryStorage {
  /** @returns where the bytes are, for `read` */
  append(bytes: Uint8Array): Promise<number>;
  /** @returns bytes that belong to the caller */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes of all cells that are kept in memory before some are written. */
const MEMORY = 24 * 2 ** 20;
/** A cell with more is written at once. */
const CELL_MEMORY = 2 ** 18;

interface StoredCell {
  points: number;
  extents: { offset: number; length: number; counts: number[] }[];
  blocks: Uint8Array[];
  counts: number[];
  bytes: number;
}

/** Points by cell. Small blocks are collected, so that few and long pieces are written. */
export class CellStore {
  private readonly storage: TemporaryStorage;
  private readonly pointBytes: number;
  private readonly cells = new Map<number, StoredCell>();
  private inMemory = 0;

  constructor(storage: TemporaryStorage, plan: CopcPlan) {
    this.storage = storage;
    this.pointBytes = blockPointBytes(plan.format, plan.extraBytes);
  }

  /** Adds blocks behind those that are there. Their memory is freed. */
  async add({ buffer, codes, counts }: SortedCells): Promise<void> {
    let at = 0;
    for (const [i, code] of codes.entries()) {
      const count = counts[i] as number;
      const length = blockBytes(count, this.pointBytes);
      const cell = this.cells.get(code) ?? { points: 0, extents: [], blocks: [], counts: [], bytes: 0 };
      this.cells.set(code, cell);
      cell.points += count;
      cell.counts.push(count);
      // A copy: a view would keep the whole batch in memory.
      cell.blocks.push(new Uint8Array(buffer.slice(at, at + length)));
      cell.bytes += length;
      this.inMemory += length;
      at += length;
      if (cell.bytes > CELL_MEMORY) await this.write(cell);
    }
    release(buffer);
    if (this.inMemory <= MEMORY) return;
    // The fullest cells first: their pieces are the longest.
    for (const cell of [...this.cells.values()].sort((a, b) => b.bytes - a.bytes)) {
      if (this.inMemory <= MEMORY / 2) break;
      await this.write(cell);
    }
  }

  private async write(cell: StoredCell): Promise<void> {
    if (cell.bytes === 0) return;
    const bytes = joined(cell.blocks, cell.bytes);
    this.inMemory -= cell.bytes;
    const { blocks, counts } = cell;
    const { length } = bytes;
    Object.assign(cell, { blocks: [], counts: [], bytes: 0 });
    release(blocks);
    cell.extents.push({ offset: await this.storage.append(bytes), length, counts });
    release(bytes);
  }

  /** Cells in Morton order, with their number of points. */
  list(): { code: number; points: number }[] {
    return [...this.cells].map(([code, { points }]) => ({ code, points })).sort((a, b) => a.code - b.code);
  }

  /**
   * Reads a cell in parts of about `most` points, in the order in which they were added, and forgets it.
   */
  async *take(code: number, most = Number.POSITIVE_INFINITY): AsyncGenerator<Blocks> {
    const cell = this.cells.get(code);
    if (!cell) return;
    this.cells.delete(code);
    let pieces: Uint8Array[] = [];
    let counts: number[] = [];
    let points = 0;
    for (const extent of cell.extents) {
      pieces.push(await this.storage.read(extent.offset, extent.length));
      counts.push(...extent.counts);
      points += extent.counts.reduce((sum, count) => sum + count, 0);
      if (points >= most) {
        yield { bytes: joinedAndFreed(pieces), counts };
        [pieces, counts, points] = [[], [], 0];
      }
    }
    this.inMemory -= cell.bytes;
    if (counts.length + cell.counts.length > 0)
      yield { bytes: joinedAndFreed([...pieces, ...cell.blocks]), counts: [...counts, ...cell.counts] };
  }
}

/** The same, and frees the pieces. They must not share memory with anything else. */
export function joinedAndFreed(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = joined(pieces);
  release(pieces);
  return bytes;
}

/** Pieces in one memory of their own, which can be given away. The memory of the pieces is not freed. */
function joined(pieces: readonly Uint8Array[], length = pieces.reduce((sum, piece) => sum + piece.length, 0)): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
