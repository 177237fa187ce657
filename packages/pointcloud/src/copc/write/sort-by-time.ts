/**
 * Sorts indexes of points by GPS time, because neighbours in time compress better. Equal times keep their order.
 *
 * @param order indexes, sorted in place
 */
export function sortByTime(order: Int32Array, times: Float64Array): void {
  const count = order.length;
  if (isSorted(order, times)) return;
  const words = new Uint32Array(times.buffer, times.byteOffset, times.length * 2);
  // Doubles as integers in the same order: negative ones have all bits turned, the others their sign.
  const low = new Uint32Array(times.length);
  const high = new Uint32Array(times.length);
  for (const point of order) {
    const top = words[2 * point + 1] as number;
    const isNegative = top >>> 31 === 1;
    low[point] = isNegative ? ~(words[2 * point] as number) : (words[2 * point] as number);
    high[point] = isNegative ? ~top : top | 0x80000000;
  }
  let from: Int32Array = order;
  let to: Int32Array = new Int32Array(count);
  for (const keys of [low, high]) {
    for (let shift = 0; shift < 32; shift += 8) if (sortByByte(keys, shift, from, to)) [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}

function isSorted(order: Int32Array, times: Float64Array): boolean {
  for (let k = 1; k < order.length; k++)
    if (!((times[order[k - 1] as number] as number) <= (times[order[k] as number] as number))) return false;
  return true;
}

/** One pass of a radix sort. @returns false when all bytes are equal, then nothing moves */
function sortByByte(keys: Uint32Array, shift: number, from: Int32Array, to: Int32Array): boolean {
  const starts = new Int32Array(257);
  for (const point of from) {
    const next = (((keys[point] as number) >>> shift) & 255) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  if (starts.includes(from.length)) return false;
  for (let i = 1; i < 257; i++) starts[i] = (starts[i] as number) + (starts[i - 1] as number);
  for (const point of from) {
    const byte = ((keys[point] as number) >>> shift) & 255;
    const at = starts[byte] as number;
    to[at] = point;
    starts[byte] = at + 1;
  }
  return true;
}
