import type { PointColumns } from "../las/columns.ts";
import type { LasHeader } from "../las/header.ts";
import { type Area, PLACE } from "./area.ts";
import type { CellThinning } from "./thinning.ts";

/** Which points to take; without a rule, all. */
export interface Choice {
  area: Area | undefined;
  classes: ReadonlySet<number> | undefined;
  thinning: readonly CellThinning[];
}

/**
 * The points of a part that are chosen, in its order.
 *
 * @returns indexes; the memory is used again by the next call with the same `order`
 */
export function choosePoints(columns: PointColumns, header: LasHeader, { area, classes, thinning }: Choice, order: Int32Array): number {
  const { count, classification } = columns;
  const [sx, sy, sz] = header.scale;
  const [ox, oy, oz] = header.offset;
  const tested = area && area.placeOf(boxOf(columns, header)) !== PLACE.inside ? area : undefined;
  let chosen = 0;
  for (let i = 0; i < count; i++) {
    if (classes && !classes.has(classification?.[i] ?? 0)) continue;
    const [x, y] = [(columns.x[i] as number) * sx + ox, (columns.y[i] as number) * sy + oy];
    if (tested && !tested.contains(x, y)) continue;
    if (thinning.length > 0) {
      const z = (columns.z[i] as number) * sz + oz;
      if (!thinning.every((cells) => cells.keeps(x, y, z))) continue;
    }
    order[chosen++] = i;
  }
  return chosen;
}

function boxOf({ x, y }: PointColumns, { scale, offset }: LasHeader): [west: number, south: number, east: number, north: number] {
  const [west, east] = endsOf(x, scale[0], offset[0]);
  const [south, north] = endsOf(y, scale[1], offset[1]);
  return [west, south, east, north];
}

function endsOf(values: Int32Array, scale: number, offset: number): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const ends = [low * scale + offset, high * scale + offset] as const;
  return [Math.min(...ends), Math.max(...ends)];
}
