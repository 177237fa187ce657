import type { CopcNode } from "@archipel/pointcloud/copc/hierarchy.ts";
import type { PointScene } from "../load/point-scene.ts";
import type { Box } from "../scene/box.ts";
import type { Corridor, SectionPoints } from "../worker/messages.ts";

/** All points of a corridor that were read. */
export interface Section extends SectionPoints {
  readonly length: number;
  /** Distance of the finest points that were read, in metres; the file may have finer ones. */
  readonly spacing: number;
  /** Whether finer points were left out, because there were too many. */
  readonly isReduced: boolean;
}

/** Points that are decoded for one section, and points that it shows. */
const MOST_DECODED = 4_000_000;
const MOST_SHOWN = 400_000;

/**
 * Reads the points of a corridor, coarse ones first, from all tiles that it crosses.
 *
 * @param corridor in the CRS of the layer
 * @param onPart is called with the share that is done
 * @throws TaskFailure, or the signal's reason
 */
export async function readSection(
  scene: PointScene,
  corridor: Corridor,
  signal: AbortSignal,
  onPart: (share: number) => void = () => {},
): Promise<Section> {
  const found = await nodesOf(scene, corridor, signal);
  const chosen: typeof found = [];
  let decoded = 0;
  for (const entry of found.toSorted((a, b) => b.spacing - a.spacing)) {
    if (decoded + entry.node.points > MOST_DECODED) break;
    decoded += entry.node.points;
    chosen.push(entry);
  }
  const parts: SectionPoints[] = [];
  let shown = 0;
  let isReduced = chosen.length < found.length;
  let spacing = Number.POSITIVE_INFINITY;
  for (let i = 0; i < chosen.length; i += scene.parallel) {
    if (shown > MOST_SHOWN) {
      isReduced = true;
      break;
    }
    const group = chosen.slice(i, i + scene.parallel);
    const read = await Promise.all(group.map(({ tile, node }) => scene.cut(tile, node, corridor, signal)));
    parts.push(...read);
    shown += read.reduce((sum, { along }) => sum + along.length, 0);
    spacing = Math.min(spacing, ...group.map((entry) => entry.spacing));
    onPart(Math.min(1, (i + group.length) / chosen.length));
  }
  return { ...joined(parts), length: lengthOf(corridor), spacing: Number.isFinite(spacing) ? spacing : 0, isReduced };
}

interface Found {
  readonly tile: string;
  readonly node: CopcNode;
  readonly spacing: number;
}

async function nodesOf(scene: PointScene, corridor: Corridor, signal: AbortSignal): Promise<Found[]> {
  const found: Found[] = [];
  for (const tile of scene.tilesWhere((box) => touches(corridor, box))) {
    const octree = await scene.treeOf(tile, signal);
    const open = [{ level: 0, x: 0, y: 0, z: 0 }];
    for (let key = open.shift(); key; key = open.shift()) {
      if (!touches(corridor, scene.worldBox(octree.boxOf(key)))) continue;
      const page = octree.page(key);
      if (page) await scene.readPage(tile, page, signal);
      const node = octree.node(key);
      if (!node) continue;
      if (node.points > 0) found.push({ tile, node, spacing: octree.spacingOf(node) });
      open.push(...octree.childrenOf(node));
    }
  }
  return found;
}

/** Whether a corridor may have points of a box: their sides, and those of the corridor, are no line between them. */
function touches({ from, to, width }: Corridor, { min, max }: Box): boolean {
  const half = width / 2;
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (Math.max(from[0], to[0]) + half < min[0] || Math.min(from[0], to[0]) - half > max[0]) return false;
  if (Math.max(from[1], to[1]) + half < min[1] || Math.min(from[1], to[1]) - half > max[1]) return false;
  const [nx, ny] = [-(to[1] - from[1]) / length, (to[0] - from[0]) / length];
  const sides = [
    [min[0], min[1]],
    [min[0], max[1]],
    [max[0], min[1]],
    [max[0], max[1]],
  ].map(([x = 0, y = 0]) => (x - from[0]) * nx + (y - from[1]) * ny);
  return Math.min(...sides) <= half && Math.max(...sides) >= -half;
}

const lengthOf = ({ from, to }: Corridor): number => Math.hypot(to[0] - from[0], to[1] - from[1]);

function joined(parts: readonly SectionPoints[]): SectionPoints {
  const count = parts.reduce((sum, { along }) => sum + along.length, 0);
  const all = { along: new Float32Array(count), heights: new Float64Array(count), classes: new Uint8Array(count) };
  let at = 0;
  for (const part of parts) {
    all.along.set(part.along, at);
    all.heights.set(part.heights, at);
    all.classes.set(part.classes, at);
    at += part.along.length;
  }
  return all;
}

/** One step of a section: what is there from `from` to `to` metres. */
export interface SectionStep {
  readonly from: number;
  readonly to: number;
  readonly points: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Mean height of the points that are classified as ground. */
  readonly ground: number | null;
}

const GROUND = 2;

/** A section in equal steps, for its table. */
export function stepsOf(
  { along, heights, classes, length }: Pick<Section, "along" | "heights" | "classes" | "length">,
  count: number,
  hidden: ReadonlySet<number>,
): SectionStep[] {
  const steps = Array.from({ length: count }, () => ({
    points: 0,
    low: Number.POSITIVE_INFINITY,
    high: Number.NEGATIVE_INFINITY,
    sum: 0,
    grounds: 0,
  }));
  for (const [i, metres] of along.entries()) {
    const code = classes[i] as number;
    const step = steps[Math.min(count - 1, Math.floor((metres / length) * count))];
    if (!step || hidden.has(code)) continue;
    const height = heights[i] as number;
    step.points++;
    step.low = Math.min(step.low, height);
    step.high = Math.max(step.high, height);
    if (code === GROUND) {
      step.sum += height;
      step.grounds++;
    }
  }
  return steps.map(({ points, low, high, sum, grounds }, i) => ({
    from: (i / count) * length,
    to: ((i + 1) / count) * length,
    points,
    low: points > 0 ? low : null,
    high: points > 0 ? high : null,
    ground: grounds > 0 ? sum / grounds : null,
  }));
}

/** The points as text for spreadsheets: metres along the line, height, class. */
export function sectionCsv({ along, heights, classes }: SectionPoints): string {
  const order = [...along.keys()].sort((a, b) => (along[a] as number) - (along[b] as number));
  return [
    "distance_m,height_m,class",
    ...order.map((i) => `${(along[i] as number).toFixed(2)},${(heights[i] as number).toFixed(2)},${classes[i]}`),
    "",
  ].join("\n");
}
