import type { Bbox } from "@archipel/geo/bbox.ts";
import { readExactly } from "../byte-io.ts";
import type { Field, PointColumns } from "../las/columns.ts";
import type { LasHeader } from "../las/header.ts";
import { type CopcNode, keyText } from "./hierarchy.ts";
import type { CopcReader } from "./open-copc.ts";

const FIELDS: ReadonlySet<Field> = new Set<Field>(["classification", "flags"]);

/**
 * The box of points that have another class, another height or another mark of their producer than before; null when all are the same. Nodes
 * whose bytes are the same are not decoded, so a correction is compared in the time of reading both files.
 *
 * Of files with other nodes, which were not made of one another, the box around both.
 *
 * @throws CloudError when one of them is broken
 */
export async function changedBox(before: CopcReader, after: CopcReader): Promise<Bbox | null> {
  const [old, now] = [await before.allNodes(), await after.allNodes()];
  const known = new Map(old.map((node) => [keyText(node), node]));
  const isMadeOf =
    old.length === now.length && now.every((node) => known.get(keyText(node))?.points === node.points) && isSamePlace(before, after);
  if (!isMadeOf) return around([boxOf(before.cloud.header), boxOf(after.cloud.header)]);
  const boxes: Bbox[] = [];
  for (const node of now) {
    const other = known.get(keyText(node));
    if (!other || node.points === 0 || (await hasSameBytes(before, other, after, node))) continue;
    const box = differing(await before.points(other, FIELDS), await after.points(node, FIELDS), after.cloud.header);
    if (box) boxes.push(box);
  }
  return boxes.length === 0 ? null : around(boxes);
}

const boxOf = ({ min, max }: LasHeader): Bbox => [min[0], min[1], max[0], max[1]];

const around = (boxes: readonly Bbox[]): Bbox => [
  Math.min(...boxes.map(([west]) => west)),
  Math.min(...boxes.map(([, south]) => south)),
  Math.max(...boxes.map(([, , east]) => east)),
  Math.max(...boxes.map(([, , , north]) => north)),
];

function isSamePlace({ cloud: { header: a } }: CopcReader, { cloud: { header: b } }: CopcReader): boolean {
  return [0, 1, 2].every((axis) => a.scale[axis] === b.scale[axis] && a.offset[axis] === b.offset[axis]);
}

async function hasSameBytes(before: CopcReader, old: CopcNode, after: CopcReader, now: CopcNode): Promise<boolean> {
  if (old.length !== now.length) return false;
  const read = (reader: CopcReader, { offset, length }: CopcNode) =>
    readExactly(reader.cloud.read, offset, length, `the node ${keyText(now)}`);
  const [a, b] = [await read(before, old), await read(after, now)];
  return a.every((byte, i) => byte === b[i]);
}

function differing(old: PointColumns, now: PointColumns, { scale, offset }: LasHeader): Bbox | null {
  let [west, south, east, north] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const add = (points: PointColumns, i: number) => {
    const [x, y] = [(points.x[i] as number) * scale[0] + offset[0], (points.y[i] as number) * scale[1] + offset[1]];
    [west, south, east, north] = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)];
  };
  for (let i = 0; i < now.count; i++) {
    const isSame =
      old.classification?.[i] === now.classification?.[i] &&
      old.flags?.[i] === now.flags?.[i] &&
      old.x[i] === now.x[i] &&
      old.y[i] === now.y[i] &&
      old.z[i] === now.z[i];
    if (isSame) continue;
    add(old, i);
    add(now, i);
  }
  return west <= east ? [west, south, east, north] : null;
}
