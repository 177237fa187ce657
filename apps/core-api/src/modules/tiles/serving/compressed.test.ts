import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { compressed } from "./compressed.ts";

/** Numbers that are the same each time, of which `kinds` differ: few are compressed well, many not at all. */
function sample(length: number, kinds: number): Uint8Array<ArrayBuffer> {
  let state = length + kinds;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 16) % kinds;
  });
}

test.each([0, 1, 2, 63, 64, 1000, 8191, 32_767, 32_768, 32_769, 300_000])("%i bytes are read again as they were", async (length) => {
  for (const kinds of [1, 7, 256]) {
    const bytes = sample(length, kinds);
    const body = await compressed(bytes);
    expect(body.buffer.byteLength, "no memory but its own").toBe(body.length);
    const before = Buffer.from(bytes);
    bytes.fill(0xff);
    expect(gunzipSync(body).equals(before)).toBe(true);
  }
});

test("many at once, in one place, each keep their own bytes", async () => {
  const place = new Uint8Array(40_000);
  const lengths = [500, 33_000, 12, 39_999, 8000, 32_768];
  const bodies = lengths.map((length, index) => {
    const view = place.subarray(0, length).fill(index + 1);
    return compressed(view);
  });
  for (const [index, body] of (await Promise.all(bodies)).entries())
    expect(gunzipSync(body).equals(Buffer.alloc(lengths[index] ?? 0, index + 1)), String(index)).toBe(true);
});
