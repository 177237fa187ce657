import type { CopcNode, HierarchyPage, NodeKey } from "@archipel/pointcloud/copc/hierarchy.ts";
import { keyText } from "@archipel/pointcloud/copc/hierarchy.ts";
import type { CopcInfo } from "@archipel/pointcloud/copc/info.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";
import { type Box, clipTo } from "./box.ts";

/** A page of a hierarchy that was not read yet. */
export type PagePlace = NodeKey & { readonly offset: number; readonly length: number };

/** What is known of the octree of one tile. Coordinates are those of the scene. */
export class Octree {
  /** Of the points of the root; it halves with each level. */
  readonly spacing: number;
  private readonly corner: Triple;
  private readonly width: number;
  private readonly points: Box;
  private readonly nodes = new Map<string, CopcNode>();
  private readonly pages = new Map<string, PagePlace>();

  /**
   * @param origin of the scene, in the CRS of the tile
   * @param points the box of the tile's points, in the scene: cubes are much higher than the ground
   */
  constructor({ center, halfSize, spacing }: CopcInfo, origin: Triple, points: Box) {
    this.spacing = spacing;
    this.width = 2 * halfSize;
    this.corner = [center[0] - halfSize - origin[0], center[1] - halfSize - origin[1], center[2] - halfSize - origin[2]];
    this.points = points;
  }

  /** Adds a page that was read. A page that names a node that is known, or a page at an upper level, is not followed. */
  add(page: HierarchyPage, root: NodeKey): void {
    this.pages.delete(keyText(root));
    for (const node of page.nodes) this.nodes.set(keyText(node), node);
    for (const child of page.pages) {
      const key = keyText(child);
      if (child.level > root.level && !this.nodes.has(key)) this.pages.set(key, child);
    }
  }

  node(key: NodeKey): CopcNode | undefined {
    return this.nodes.get(keyText(key));
  }

  page(key: NodeKey): PagePlace | undefined {
    return this.pages.get(keyText(key));
  }

  /** The children that exist: nodes, and pages that hold them. */
  childrenOf({ level, x, y, z }: NodeKey): (CopcNode | PagePlace)[] {
    const found: (CopcNode | PagePlace)[] = [];
    for (let i = 0; i < 8; i++) {
      const key = { level: level + 1, x: 2 * x + (i & 1), y: 2 * y + ((i >> 1) & 1), z: 2 * z + (i >> 2) };
      const child = this.node(key) ?? this.page(key);
      if (child) found.push(child);
    }
    return found;
  }

  /** The cube of a node, as far as the tile has points. */
  boxOf(key: NodeKey): Box {
    const corner = this.cornerOf(key);
    const width = this.widthOf(key);
    return clipTo({ min: corner, max: [corner[0] + width, corner[1] + width, corner[2] + width] }, this.points);
  }

  widthOf({ level }: NodeKey): number {
    return this.width / 2 ** level;
  }

  cornerOf({ level, x, y, z }: NodeKey): Triple {
    const width = this.widthOf({ level, x, y, z });
    return [this.corner[0] + x * width, this.corner[1] + y * width, this.corner[2] + z * width];
  }

  spacingOf({ level }: NodeKey): number {
    return this.spacing / 2 ** level;
  }
}
