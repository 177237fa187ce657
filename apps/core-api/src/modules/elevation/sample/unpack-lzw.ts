const CLEAR = 256;
const END = 257;
const FIRST = 258;
const MOST_CODES = 4096;

/**
 * Unpacks LZW as TIFF 6.0 (section 13) writes it: codes from the highest bit down, of 9 to 12 bits, each length one code early.
 *
 * @param limit most bytes of the result: a small file can name a huge one
 * @throws RangeError for codes that are not in the table, or a longer result
 */
export function unpackLzw(packed: Uint8Array, limit: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(limit);
  const prefix = new Uint16Array(MOST_CODES);
  const suffix = new Uint8Array(MOST_CODES);
  const length = new Uint16Array(MOST_CODES);
  for (let code = 0; code < CLEAR; code++) {
    suffix[code] = code;
    length[code] = 1;
  }
  let [next, bits, before, written, position] = [FIRST, 9, -1, 0, 0];
  const last = packed.length * 8;
  while (position + bits <= last) {
    const code = codeAt(packed, position, bits);
    position += bits;
    if (code === END) break;
    if (code === CLEAR) {
      [next, bits, before] = [FIRST, 9, -1];
      continue;
    }
    if (code > next || (code === next && before < 0) || code === CLEAR || (before < 0 && code > CLEAR))
      throw new RangeError("a code of the packed cells is not in the table");
    const isNew = code === next;
    const known = isNew ? before : code;
    const size = (length[known] ?? 0) + (isNew ? 1 : 0);
    if (written + size > limit) throw new RangeError("the cells are longer than the file says");
    let at = written + (length[known] ?? 0);
    let one = known;
    for (let left = length[known] ?? 0; left > 0; left--) {
      result[--at] = suffix[one] ?? 0;
      one = prefix[one] ?? 0;
    }
    const head = result[written] ?? 0;
    if (isNew) result[written + size - 1] = head;
    written += size;
    if (before >= 0 && next < MOST_CODES) {
      prefix[next] = before;
      suffix[next] = head;
      length[next] = (length[before] ?? 0) + 1;
      next++;
    }
    if (next + 1 >= 1 << bits && bits < 12) bits++;
    before = code;
  }
  return result;
}

function codeAt(packed: Uint8Array, position: number, bits: number): number {
  const at = position >> 3;
  const word = ((packed[at] ?? 0) << 16) | ((packed[at + 1] ?? 0) << 8) | (packed[at + 2] ?? 0);
  return (word >> (24 - bits - (position & 7))) & ((1 << bits) - 1);
}
