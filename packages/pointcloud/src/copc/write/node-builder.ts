import { CloudError } from "../../cloud-error.ts";
import type { NodeKey } from "../hierarchy.ts";
import { type CellStore, CellStore as Cells, joinedAndFreed, type TemporaryStorage } from "./cell-store.ts";
import { type Executor, OrderedJobs } from "./executor.ts";
import { mortonCell } from "./grid.ts";
import type { EncodedNode, GivenPoints } from "./jobs.ts";
import { type CopcPlan, DEEPEST_LEVEL, INDEPENDENT_LEVEL, LEAF_POINTS, SPLIT_POINTS } from "./plan.ts";

interface Surroundings {
  plan: CopcPlan;
  storage: TemporaryStorage;
  executor: Executor;
  write(node: EncodedNode): Promise<void>;
  signal: AbortSignal | undefined;
}

/** A node above the cells, to which each of its cells gives points. */
interface OpenNode {
  key: NodeKey;
  given: GivenPoints[];
}

/** How many cells later a node above is written. A constant, so that a file does not depend on the number of threads. */
const WRITE_LAG = 8;

/** Points in one node that memory still allows: so many share one place only in a broken file. */
const MOST_IN_ONE_PLACE = 8_000_000;

/**
 * The second pass: cells in Morton order become nodes. Only the nodes above the current cell are open, so memory holds one path of the tree.
 * A node above is complete when the first cell outside it comes; it is encoded meanwhile and written a few cells later, always the same number.
 */
export class NodeBuilder {
  private readonly around: Surroundings;
  private readonly jobs: OrderedJobs;
  private readonly open: OpenNode[] = [];
  private complete: { due: number; work: Promise<{ node: EncodedNode }> }[] = [];
  private handled = 0;

  constructor(around: Surroundings) {
    this.around = around;
    this.jobs = new OrderedJobs(around.executor.threads + 1);
  }

  /** Adds a cell of the first pass. */
  async add(cells: CellStore, code: number, points: number): Promise<void> {
    const [x, y, z] = mortonCell(code);
    await this.addCell(cells, code, points, { level: this.around.plan.cellLevel, x, y, z }, 0);
  }

  private async addCell(cells: CellStore, code: number, points: number, cell: NodeKey, firstLevel: number): Promise<void> {
    const { executor, plan, signal } = this.around;
    signal?.throwIfAborted();
    if (points > SPLIT_POINTS && cell.level < DEEPEST_LEVEL) {
      await this.splitCell(cells, code, points, cell, firstLevel);
      return;
    }
    if (points > MOST_IN_ONE_PLACE)
      throw new CloudError("too-large", `${points} points are in one place of ${plan.side / 2 ** cell.level} units`);
    for await (const blocks of cells.take(code)) {
      const work = executor.run("build", { blocks, plan, cell, firstLevel });
      await this.jobs.start(work, async ({ nodes, given }) => {
        await this.receive(cell, given);
        for (const node of nodes) await this.around.write(node);
      });
    }
  }

  /** A cell with too many points for memory is sorted into smaller ones, part by part. */
  private async splitCell(cells: CellStore, code: number, points: number, cell: NodeKey, firstLevel: number): Promise<void> {
    const { executor, plan, storage } = this.around;
    const wanted = Math.ceil(Math.log2(points / LEAF_POINTS) / 2);
    const levels = Math.max(1, Math.min(wanted, INDEPENDENT_LEVEL, DEEPEST_LEVEL - cell.level));
    const smaller = new Cells(storage, plan);
    let occupied: Uint32Array[] = [];
    await this.jobs.finish();
    for await (const blocks of cells.take(code, SPLIT_POINTS / 2)) {
      const result = await executor.run("split", { blocks, plan, cell, levels, firstLevel, occupied });
      occupied = result.occupied;
      await this.receive(cell, result.given);
      await smaller.add(result.cells);
    }
    const nextLevel = Math.max(firstLevel, cell.level + levels - INDEPENDENT_LEVEL);
    for (const { code: below, points: count } of smaller.list()) {
      const [x, y, z] = mortonCell(below);
      const key = { level: cell.level + levels, x: (cell.x << levels) + x, y: (cell.y << levels) + y, z: (cell.z << levels) + z };
      await this.addCell(smaller, below, count, key, nextLevel);
    }
  }

  /** Takes what a cell gives to the nodes above it, after closing those that it is not in. */
  private async receive(cell: NodeKey, given: GivenPoints[]): Promise<void> {
    const first = this.open.findIndex((node) => !isAbove(node.key, cell));
    if (first >= 0) this.close(first);
    for (const points of given) {
      const node = this.open.find((candidate) => candidate.key.level === points.key.level);
      if (node) node.given.push(points);
      else this.open.push({ key: points.key, given: [points] });
    }
    this.open.sort((a, b) => a.key.level - b.key.level);
    this.handled++;
    await this.writeDue();
  }

  /** Encodes the open nodes from an index on, deepest first. */
  private close(first: number): void {
    const { executor, plan } = this.around;
    for (const { key, given } of this.open.splice(first).reverse()) {
      const blocks = { bytes: joinedAndFreed(given.map(({ buffer }) => new Uint8Array(buffer))), counts: given.map(({ count }) => count) };
      const work = executor.run("encode", { blocks, plan, key });
      work.catch(() => undefined);
      this.complete.push({ due: this.handled + WRITE_LAG, work });
    }
  }

  private async writeDue(until = this.handled): Promise<void> {
    const due = this.complete.filter((node) => node.due <= until);
    this.complete = this.complete.filter((node) => node.due > until);
    for (const { work } of due) await this.around.write((await work).node);
  }

  async finish(): Promise<void> {
    await this.jobs.finish();
    this.close(0);
    await this.writeDue(Number.POSITIVE_INFINITY);
  }
}

function isAbove(above: NodeKey, cell: NodeKey): boolean {
  const up = cell.level - above.level;
  return up > 0 && cell.x >> up === above.x && cell.y >> up === above.y && cell.z >> up === above.z;
}
