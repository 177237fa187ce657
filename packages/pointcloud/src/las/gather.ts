import type { PointColumns } from "./columns.ts";

/**
 * Copies points into other columns, in a given order.
 *
 * @param from columns; those that `to` has and `from` lacks stay as they are
 * @param order indexes of the points to copy
 * @param start where the first one of `order` is
 * @param count how many are copied
 * @param at where the first one goes
 */
export function gatherPoints(from: PointColumns, to: PointColumns, order: Int32Array, start = 0, count = to.count, at = 0): void {
  gather64(from.gpsTime, to.gpsTime, order, start, count, at);
  gather32(from.x, to.x, order, start, count, at);
  gather32(from.y, to.y, order, start, count, at);
  gather32(from.z, to.z, order, start, count, at);
  gather16(from.intensity, to.intensity, order, start, count, at);
  gather16(from.pointSource, to.pointSource, order, start, count, at);
  gather16(asUnsigned(from.scanAngle), asUnsigned(to.scanAngle), order, start, count, at);
  gather16(from.red, to.red, order, start, count, at);
  gather16(from.green, to.green, order, start, count, at);
  gather16(from.blue, to.blue, order, start, count, at);
  gather16(from.nir, to.nir, order, start, count, at);
  gather8(from.returns, to.returns, order, start, count, at);
  gather8(from.flags, to.flags, order, start, count, at);
  gather8(from.classification, to.classification, order, start, count, at);
  gather8(from.userData, to.userData, order, start, count, at);
  for (let j = 0; j < (to.extra?.length ?? 0) / to.count; j++) {
    const plane = from.extra?.subarray(j * from.count, (j + 1) * from.count);
    gather8(plane, to.extra?.subarray(j * to.count, (j + 1) * to.count), order, start, count, at);
  }
}

/** Copies all points of one block behind those that another has already. */
export function appendPoints(from: PointColumns, to: PointColumns, at: number): void {
  to.gpsTime?.set(from.gpsTime ?? [], at);
  to.x.set(from.x, at);
  to.y.set(from.y, at);
  to.z.set(from.z, at);
  for (const name of [
    "intensity",
    "pointSource",
    "scanAngle",
    "red",
    "green",
    "blue",
    "nir",
    "returns",
    "flags",
    "classification",
    "userData",
  ] as const) {
    to[name]?.set(from[name] ?? [], at);
  }
  for (let j = 0; j < (to.extra?.length ?? 0) / to.count; j++) {
    to.extra?.set(from.extra?.subarray(j * from.count, (j + 1) * from.count) ?? [], j * to.count + at);
  }
}

// One function for each width: a loop that sees one type of array is several times as fast.

function gather64(
  from: Float64Array | undefined,
  to: Float64Array | undefined,
  order: Int32Array,
  start: number,
  count: number,
  at: number,
): void {
  if (from && to) for (let k = 0; k < count; k++) to[at + k] = from[order[start + k] as number] as number;
}

function gather32(from: Int32Array, to: Int32Array, order: Int32Array, start: number, count: number, at: number): void {
  for (let k = 0; k < count; k++) to[at + k] = from[order[start + k] as number] as number;
}

function gather16(
  from: Uint16Array | undefined,
  to: Uint16Array | undefined,
  order: Int32Array,
  start: number,
  count: number,
  at: number,
): void {
  if (from && to) for (let k = 0; k < count; k++) to[at + k] = from[order[start + k] as number] as number;
}

function gather8(
  from: Uint8Array | undefined,
  to: Uint8Array | undefined,
  order: Int32Array,
  start: number,
  count: number,
  at: number,
): void {
  if (from && to) for (let k = 0; k < count; k++) to[at + k] = from[order[start + k] as number] as number;
}

function asUnsigned(values: Int16Array | undefined): Uint16Array | undefined {
  return values && new Uint16Array(values.buffer, values.byteOffset, values.length);
}
