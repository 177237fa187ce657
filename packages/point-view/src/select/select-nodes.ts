import type { CopcNode } from "@archipel/pointcloud/copc/hierarchy.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";
import { type Box, distanceTo } from "../scene/box.ts";
import { type Camera, eyeOf, pixelScale, type ScreenSize } from "../scene/camera.ts";
import { overlaps } from "../scene/clip.ts";
import { depthRange, frustumOf, meets, type Plane, product, projectionMatrix, viewMatrix } from "../scene/matrices.ts";
import type { Octree, PagePlace } from "../scene/octree.ts";
import { Heap } from "./heap.ts";

/** A tile as the choice sees it. Its octree is null until its header was read. */
export interface ChoosableTile {
  readonly id: string;
  /** Of its points, in the scene. */
  readonly box: Box;
  readonly octree: Octree | null;
}

export interface Choice {
  /** Points to draw, the most visible first. */
  readonly nodes: readonly ChosenNode[];
  /** Tiles whose header is needed, the most visible first. */
  readonly tiles: readonly string[];
  /** Pages of hierarchies that are needed. */
  readonly pages: readonly { readonly tile: string; readonly page: PagePlace }[];
  readonly points: number;
}

export interface ChosenNode {
  readonly tile: string;
  readonly node: CopcNode;
  /** Points of it that are enough at this distance. They are stored in random order, so that the first ones are a fair sample. */
  readonly count: number;
}

export interface ChoiceLimits {
  /** Points that may be drawn. */
  readonly budget: number;
  /** A distance of points on the screen, in pixels, that is fine enough. */
  readonly targetPixels: number;
  /** Each node costs a call to the graphics card. */
  readonly maxNodes: number;
  /** A box of the scene: only what may have points in it is chosen. */
  readonly clip?: Box | null | undefined;
}

/** A grid as fine as that of a root node, for tiles that are not open: COPC roots have 128 cells a side. */
const ROOT_CELLS = 128;
/** A tile that covers fewer pixels is described by its box alone. */
const SMALLEST_TILE_PIXELS = 8;

type Candidate =
  | { readonly kind: "node"; readonly tile: ChoosableTile; readonly octree: Octree; readonly node: CopcNode; readonly pixels: number }
  | { readonly kind: "page"; readonly tile: ChoosableTile; readonly page: PagePlace }
  | { readonly kind: "tile"; readonly tile: ChoosableTile };

/**
 * Chooses what to draw of many tiles, as if they were one cloud: what has the largest distance of points on the screen comes first, until
 * everything is fine enough or the budget is used. Parents always come before their children.
 */
export function chooseNodes(tiles: readonly ChoosableTile[], camera: Camera, screen: ScreenSize, limits: ChoiceLimits): Choice {
  const sight = sightOf(camera, screen, tiles, limits.clip ?? null);
  const heap = new Heap<Candidate>();
  for (const tile of tiles) putRoot(heap, tile, sight);
  const nodes: ChosenNode[] = [];
  const wanted = { tiles: [] as string[], pages: [] as { tile: string; page: PagePlace }[] };
  let points = 0;
  for (let next = heap.take(); next && points < limits.budget && nodes.length < limits.maxNodes; next = heap.take()) {
    if (next.kind === "tile") wanted.tiles.push(next.tile.id);
    else if (next.kind === "page") wanted.pages.push({ tile: next.tile.id, page: next.page });
    else {
      const count = countOf(next.node.points, next.pixels, limits, points);
      if (count > 0) nodes.push({ tile: next.tile.id, node: next.node, count });
      points += count;
      if (next.pixels > limits.targetPixels) putChildren(heap, next, sight);
    }
  }
  return { nodes, ...wanted, points };
}

/** Of a node that is finer than needed, a share is enough: as many points as the target distance has. */
function countOf(available: number, pixels: number, { targetPixels, budget }: ChoiceLimits, used: number): number {
  const share = Math.min(1, (pixels / targetPixels) ** 2);
  return Math.min(Math.ceil(available * share), budget - used);
}

interface Sight {
  readonly eye: Triple;
  readonly planes: readonly Plane[];
  readonly clip: Box | null;
  /** Distances on the screen: pixels of one metre at one metre. */
  readonly scale: number;
  readonly nearest: number;
}

function sightOf(camera: Camera, screen: ScreenSize, tiles: readonly ChoosableTile[], clip: Box | null): Sight {
  const reach = tiles.reduce((most, { box }) => Math.max(most, Math.hypot(box.max[0] - box.min[0], box.max[1] - box.min[1])), 1);
  const { near } = depthRange(camera, reach);
  // All that is far enough away is seen: the far side is set so that nothing is cut.
  const planes = frustumOf(product(projectionMatrix(screen, near, 1e7), viewMatrix(camera)));
  return { eye: eyeOf(camera), planes, clip, scale: pixelScale(screen), nearest: near };
}

const mayShow = ({ planes, clip }: Sight, box: Box): boolean => (clip === null || overlaps(box, clip)) && meets(planes, box);

function putRoot(heap: Heap<Candidate>, tile: ChoosableTile, sight: Sight): void {
  if (!mayShow(sight, tile.box)) return;
  const { octree, box } = tile;
  const key = { level: 0, x: 0, y: 0, z: 0 };
  if (!octree) {
    const width = Math.max(box.max[0] - box.min[0], box.max[1] - box.min[1]);
    const pixels = pixelsOf(width, box, sight);
    if (pixels >= SMALLEST_TILE_PIXELS) heap.put(pixels / ROOT_CELLS, { kind: "tile", tile });
    return;
  }
  const node = octree.node(key);
  const page = octree.page(key);
  const pixels = pixelsOf(octree.spacing, box, sight);
  if (node) heap.put(pixels, { kind: "node", tile, octree, node, pixels });
  else if (page) heap.put(pixels, { kind: "page", tile, page });
}

function putChildren(heap: Heap<Candidate>, { tile, octree, node }: Candidate & { kind: "node" }, sight: Sight): void {
  for (const child of octree.childrenOf(node)) {
    const box = octree.boxOf(child);
    if (!mayShow(sight, box)) continue;
    const pixels = pixelsOf(octree.spacingOf(child), box, sight);
    heap.put(pixels, "points" in child ? { kind: "node", tile, octree, node: child, pixels } : { kind: "page", tile, page: child });
  }
}

/** A length in the nearest part of a box, on the screen. */
function pixelsOf(metres: number, box: Box, { eye, scale, nearest }: Sight): number {
  return (metres * scale) / Math.max(nearest, distanceTo(box, eye));
}
