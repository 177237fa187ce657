import { CloudError } from "../cloud-error.ts";
import type { CopcNode } from "../copc/hierarchy.ts";
import type { CopcReader } from "../copc/open-copc.ts";
import type { Field } from "../las/columns.ts";
import { type DrawnVolume, VolumeTest } from "./volume.ts";

/** Chosen points of a node. */
export interface ChosenPoints {
  node: CopcNode;
  /** Places of the points in their node, from 0, in order. */
  points: Uint32Array;
  /** Their classes, in the same order. */
  classes: Uint8Array;
}

export interface SelectionLimits {
  /** Points that are decoded at most, inside or not. */
  decoded: number;
  signal?: AbortSignal;
}

const CLASSES: ReadonlySet<Field> = new Set(["classification"]);

/**
 * All points of a COPC file inside a drawn volume, of all levels: also those that the person's screen had not loaded.
 *
 * @throws CloudError `too-large` when more points than the limit would be decoded, and as a broken file does
 */
export async function selectPoints(reader: CopcReader, volume: DrawnVolume, limits: SelectionLimits): Promise<ChosenPoints[]> {
  const test = new VolumeTest(volume);
  const nodes = await reader.findNodes({ isWanted: (bounds) => test.mayTouch(bounds) });
  const decoded = nodes.reduce((sum, { points }) => sum + points, 0);
  if (decoded > limits.decoded)
    throw new CloudError("too-large", `the drawing touches nodes with ${decoded} points, ${limits.decoded} are possible`);
  const chosen: ChosenPoints[] = [];
  for (const node of nodes) {
    limits.signal?.throwIfAborted();
    const own = await chosenOf(reader, node, test);
    if (own.points.length > 0) chosen.push(own);
  }
  return chosen;
}

async function chosenOf(reader: CopcReader, node: CopcNode, test: VolumeTest): Promise<ChosenPoints> {
  const { count, x, y, z, classification } = await reader.points(node, CLASSES);
  const { scale, offset } = reader.cloud.header;
  const points = new Uint32Array(count);
  const classes = new Uint8Array(count);
  let found = 0;
  for (let i = 0; i < count; i++) {
    const code = classification?.[i] ?? 0;
    if (test.classes && !test.classes.has(code)) continue;
    const at = (value: number, axis: 0 | 1 | 2) => value * scale[axis] + offset[axis];
    if (!test.contains(at(x[i] as number, 0), at(y[i] as number, 1), at(z[i] as number, 2))) continue;
    points[found] = i;
    classes[found++] = code;
  }
  return { node, points: points.slice(0, found), classes: classes.slice(0, found) };
}

/** Class → chosen points. */
export function countByClass(chosen: readonly ChosenPoints[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { classes } of chosen) for (const code of classes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
