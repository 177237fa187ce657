import type { Triple } from "@archipel/pointcloud/las/header.ts";
import type { Box } from "../scene/box.ts";
import type { NodePoints } from "../worker/messages.ts";

/** A node whose points are in memory. */
export interface LoadedNode {
  /** Unique in the scene. */
  readonly id: string;
  /** Grows with each reading of the same node with other fields. */
  readonly version: number;
  readonly tile: string;
  /** In the scene; positions count from it. */
  readonly corner: Triple;
  readonly box: Box;
  /** Of its cube, in metres. */
  readonly width: number;
  /** Of its points, in metres. */
  readonly spacing: number;
  readonly points: NodePoints;
  /** Fields that were read besides those of every view. */
  readonly extra: ReadonlySet<string>;
}

/** Nodes in memory. Those that were not used for longest leave first. */
export class NodeCache {
  private readonly nodes = new Map<string, LoadedNode>();
  private total = 0;

  get points(): number {
    return this.total;
  }

  get(id: string): LoadedNode | undefined {
    return this.nodes.get(id);
  }

  put(node: LoadedNode): void {
    this.remove(node.id);
    this.nodes.set(node.id, node);
    this.total += node.points.count;
  }

  /** Marks a node as used now. */
  touch(id: string): void {
    const node = this.nodes.get(id);
    if (!node) return;
    this.nodes.delete(id);
    this.nodes.set(id, node);
  }

  /** Removes what was not used for longest, until few enough points are left. What is needed stays. */
  evict(mostPoints: number, needed: ReadonlySet<string>): void {
    for (const id of this.nodes.keys()) {
      if (this.total <= mostPoints) return;
      if (!needed.has(id)) this.remove(id);
    }
  }

  removeTile(tile: string): void {
    for (const node of [...this.nodes.values()]) if (node.tile === tile) this.remove(node.id);
  }

  private remove(id: string): void {
    this.total -= this.nodes.get(id)?.points.count ?? 0;
    this.nodes.delete(id);
  }
}
