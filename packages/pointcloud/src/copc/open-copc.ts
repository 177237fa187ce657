import { type ReadRange, readExactly } from "../byte-io.ts";
import { assertPlausibleChunk, CloudError, LIMITS } from "../cloud-error.ts";
import { ALL_FIELDS, type Field, type PointColumns } from "../las/columns.ts";
import type { Triple } from "../las/header.ts";
import { type Cloud, openCloud } from "../open-cloud.ts";
import { type BatchDecoder, batchDecoder, encodingOf } from "../point-batches.ts";
import { type CopcNode, keyText, type NodeKey, parentOf, readHierarchyPage } from "./hierarchy.ts";
import { type CopcInfo, readCopcInfo } from "./info.ts";

/** A box in the CRS of the file. */
export interface Bounds {
  min: Triple;
  max: Triple;
}

/** Which nodes to find; without bounds everywhere, without spacing down to the last level. */
export interface NodeQuery {
  bounds?: Bounds;
  /** False for cubes without anything that is looked for: nodes inside them are not visited. */
  isWanted?: (bounds: Bounds) => boolean;
  /** The distance of points that is fine enough, in units of the CRS. */
  spacing?: number;
}

/**
 * A COPC file that is open for reading. Pages of its hierarchy are loaded when nodes in them are asked for, and kept.
 */
export class CopcReader {
  readonly cloud: Cloud;
  readonly info: CopcInfo;
  private readonly decoder: BatchDecoder;
  private readonly nodes = new Map<string, CopcNode>();
  /** Pages that were not loaded yet, by the key of their root. */
  private readonly pages = new Map<string, NodeKey & { offset: number; length: number }>();
  private loadedPages = 0;

  private constructor(cloud: Cloud, info: CopcInfo) {
    this.cloud = cloud;
    this.info = info;
    this.decoder = batchDecoder(encodingOf(cloud));
    this.pages.set("0-0-0-0", { level: 0, x: 0, y: 0, z: 0, ...info.rootPage });
  }

  /**
   * Opens a COPC file.
   *
   * @throws CloudError when it is not COPC, or broken
   */
  static async open(read: ReadRange): Promise<CopcReader> {
    const cloud = await openCloud(read);
    const info = readCopcInfo(cloud.records);
    if (!cloud.laszip) throw new CloudError("copc-broken", "the points of a COPC file must be compressed", 104);
    return new CopcReader(cloud, info);
  }

  /**
   * The nodes with points that touch a box, down to the level whose spacing is fine enough, coarse nodes first.
   *
   * @throws CloudError `hierarchy-broken`, `truncated` or `too-large`
   */
  async findNodes(query: NodeQuery = {}): Promise<CopcNode[]> {
    const found: CopcNode[] = [];
    let level: NodeKey[] = [{ level: 0, x: 0, y: 0, z: 0 }];
    while (level.length > 0) {
      const next: NodeKey[] = [];
      for (const key of level) {
        if (query.bounds && !touches(this.boundsOf(key), query.bounds)) continue;
        if (query.isWanted && !query.isWanted(this.boundsOf(key))) continue;
        const node = await this.node(key);
        if (!node) continue;
        if (node.points > 0) found.push(node);
        if (query.spacing === undefined || this.info.spacing / 2 ** key.level > query.spacing) next.push(...childKeys(key));
      }
      level = next;
    }
    return found;
  }

  /**
   * All nodes in the order of their points in the file, also those without points.
   *
   * @throws CloudError `hierarchy-broken` when a node cannot be reached from the root, `truncated` or `too-large`
   */
  async allNodes(): Promise<CopcNode[]> {
    await this.findNodes();
    const nodes = [...this.nodes.values()].sort((a, b) => a.offset - b.offset);
    const orphan = nodes.find((node) => node.level > 0 && !this.nodes.has(keyText(parentOf(node))));
    if (orphan) throw new CloudError("hierarchy-broken", `the node ${keyText(orphan)} has no parent`);
    return nodes;
  }

  /** A node, with the page that holds it if that is not loaded. Undefined when the octree does not have it. */
  async node(key: NodeKey): Promise<CopcNode | undefined> {
    const page = this.pages.get(keyText(key));
    if (page) {
      await this.loadPage(page);
      this.pages.delete(keyText(key));
    }
    return this.nodes.get(keyText(key));
  }

  private async loadPage(page: NodeKey & { offset: number; length: number }): Promise<void> {
    if (page.length > LIMITS.pageBytes || ++this.loadedPages > LIMITS.pages)
      throw new CloudError("too-large", "the hierarchy is too large", page.offset);
    const bytes = await readExactly(this.cloud.read, page.offset, page.length, "the hierarchy");
    const content = readHierarchyPage(bytes, page.offset);
    for (const node of content.nodes) this.nodes.set(keyText(node), node);
    for (const child of content.pages) {
      // A page that names an ancestor, or itself, would be read again and again.
      if (child.level <= page.level)
        throw new CloudError("hierarchy-broken", `a page of node ${keyText(page)} names node ${keyText(child)}`, page.offset);
      if (!this.nodes.has(keyText(child))) this.pages.set(keyText(child), child);
    }
  }

  /**
   * The points of a node.
   *
   * @param fields what to read besides positions: layers that are not asked for are skipped
   * @throws CloudError `chunk-broken`, `truncated` or `too-large`
   */
  async points(node: CopcNode, fields: ReadonlySet<Field> = ALL_FIELDS): Promise<PointColumns> {
    assertPlausibleChunk(node.length, node.points, this.cloud.header.recordLength, node.offset);
    const bytes = await readExactly(this.cloud.read, node.offset, node.length, `the node ${keyText(node)}`);
    return this.decoder.decode(bytes, node.points, fields);
  }

  /** The cube of a node, in the CRS of the file. Its upper faces belong to its neighbours. */
  boundsOf(key: NodeKey): Bounds {
    const width = (2 * this.info.halfSize) / 2 ** key.level;
    const min = [key.x, key.y, key.z].map(
      (value, axis) => (this.info.center[axis] as number) - this.info.halfSize + value * width,
    ) as Triple;
    return { min, max: min.map((value) => value + width) as Triple };
  }
}

function childKeys({ level, x, y, z }: NodeKey): NodeKey[] {
  return Array.from({ length: 8 }, (_, i) => ({ level: level + 1, x: 2 * x + (i & 1), y: 2 * y + ((i >> 1) & 1), z: 2 * z + (i >> 2) }));
}

function touches(a: Bounds, b: Bounds): boolean {
  return [0, 1, 2].every(
    (axis) => (a.min[axis] as number) <= (b.max[axis] as number) && (a.max[axis] as number) >= (b.min[axis] as number),
  );
}
