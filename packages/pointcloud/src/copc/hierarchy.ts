import { readUint64, viewOf, writeUint64 } from "../byte-io.ts";
import { CloudError } from "../cloud-error.ts";

/** Place of a node in the octree: level 0 is the root; x, y, z count nodes from the cube's lowest corner. */
export interface NodeKey {
  level: number;
  x: number;
  y: number;
  z: number;
}

/** A node and where its points are. */
export interface CopcNode extends NodeKey {
  offset: number;
  length: number;
  points: number;
}

/** What a page says: nodes, and other pages that hold subtrees. */
export interface HierarchyPage {
  nodes: CopcNode[];
  pages: (NodeKey & { offset: number; length: number })[];
}

const ENTRY_BYTES = 32;
const IS_PAGE = -1;
const DEEPEST = 31;

export function keyText({ level, x, y, z }: NodeKey): string {
  return `${level}-${x}-${y}-${z}`;
}

/**
 * Reads a page.
 *
 * @param offset of the page in the file, for errors
 * @throws CloudError `hierarchy-broken`
 */
export function readHierarchyPage(bytes: Uint8Array, offset: number): HierarchyPage {
  if (bytes.length % ENTRY_BYTES !== 0)
    throw new CloudError("hierarchy-broken", `a page has ${bytes.length} bytes, not a multiple of 32`, offset);
  const view = viewOf(bytes);
  const page: HierarchyPage = { nodes: [], pages: [] };
  for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
    const i32 = (step: number) => view.getInt32(at + step, true);
    const key = { level: i32(0), x: i32(4), y: i32(8), z: i32(12) };
    const width = 2 ** key.level;
    const isInside = [key.x, key.y, key.z].every((value) => value >= 0 && value < width);
    if (key.level < 0 || key.level > DEEPEST || !isInside)
      throw new CloudError("hierarchy-broken", `there is no node ${keyText(key)}`, offset + at);
    const place = { offset: readUint64(view, at + 16), length: i32(24) };
    const points = i32(28);
    if (place.length < 0 || points < IS_PAGE || !Number.isFinite(place.offset)) {
      throw new CloudError("hierarchy-broken", `the node ${keyText(key)} has no valid place`, offset + at);
    }
    if (points === IS_PAGE) page.pages.push({ ...key, ...place });
    else page.nodes.push({ ...key, ...place, points });
  }
  return page;
}

/** Few nodes fit one page, which readers load at once. */
const SINGLE_PAGE_NODES = 2048;
/** Larger trees begin new pages at every fourth level, unless a subtree is small. */
const LEVELS_PER_PAGE = 4;
const SMALL_SUBTREE = 50;

/**
 * The pages of a hierarchy, one after the other, the root page first.
 *
 * @param nodes all nodes; each one's parent must be among them
 * @param offset where the pages will be in the file
 */
export function writeHierarchy(nodes: readonly CopcNode[], offset: number): { bytes: Uint8Array; rootLength: number } {
  const children = new Map<string, CopcNode[]>();
  const sizes = new Map<CopcNode, number>();
  for (const node of nodes) {
    const parent = keyText(parentOf(node));
    if (node.level > 0) children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  const childrenOf = (node: CopcNode) => children.get(keyText(node)) ?? [];
  for (const node of nodes.toSorted((a, b) => b.level - a.level)) {
    sizes.set(
      node,
      childrenOf(node).reduce((sum, child) => sum + (sizes.get(child) ?? 0), 1),
    );
  }
  const beginsPage = (node: CopcNode) =>
    nodes.length > SINGLE_PAGE_NODES && node.level > 0 && node.level % LEVELS_PER_PAGE === 0 && (sizes.get(node) ?? 0) > SMALL_SUBTREE;
  const roots = nodes.filter((node) => node.level === 0 || beginsPage(node));
  const pages = roots.map((root) => ({ root, entries: entriesOf(root, childrenOf, beginsPage) }));
  const places = new Map<CopcNode, { offset: number; length: number }>();
  let at = offset;
  for (const { root, entries } of pages) {
    places.set(root, { offset: at, length: entries.length * ENTRY_BYTES });
    at += entries.length * ENTRY_BYTES;
  }
  const bytes = new Uint8Array(at - offset);
  let start = 0;
  for (const { root, entries } of pages) {
    for (const node of entries) {
      const page = node === root ? undefined : places.get(node);
      writeEntry(viewOf(bytes), start, page ? { ...node, ...page, points: IS_PAGE } : node);
      start += ENTRY_BYTES;
    }
  }
  return { bytes, rootLength: (pages[0]?.entries.length ?? 0) * ENTRY_BYTES };
}

/** The nodes of a page: down to those that begin another page, which are named too. */
function entriesOf(root: CopcNode, childrenOf: (node: CopcNode) => CopcNode[], beginsPage: (node: CopcNode) => boolean): CopcNode[] {
  const entries: CopcNode[] = [];
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    entries.push(node);
    if (node === root || !beginsPage(node)) open.push(...childrenOf(node));
  }
  return entries;
}

export function parentOf({ level, x, y, z }: NodeKey): NodeKey {
  return { level: level - 1, x: x >> 1, y: y >> 1, z: z >> 1 };
}

function writeEntry(view: DataView, at: number, node: CopcNode): void {
  for (const [i, value] of [node.level, node.x, node.y, node.z].entries()) view.setInt32(at + 4 * i, value, true);
  writeUint64(view, at + 16, node.offset);
  view.setInt32(at + 24, node.length, true);
  view.setInt32(at + 28, node.points, true);
}
