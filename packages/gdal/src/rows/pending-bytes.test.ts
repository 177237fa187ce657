import { afterEach, expect, test, vi } from "vitest";
import { linesOf } from "../copy-text.ts";
import { readRows } from "./read-rows.ts";
import { NONE, ROWS_VERSION } from "./row-writer.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const CHUNK = 1024;

/** The bytes in small chunks, each in memory of its own, as pipes give them. */
async function* inChunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield Uint8Array.from(bytes.subarray(at, at + CHUNK));
}

/** Bytes of the buffers that `work` makes to join what it reads. */
async function joinedBytes(work: () => Promise<void>): Promise<number> {
  let sum = 0;
  const [concat, slow] = [Buffer.concat, Buffer.allocUnsafeSlow];
  vi.spyOn(Buffer, "concat").mockImplementation((parts) => {
    const joined = concat(parts);
    sum += joined.length;
    return joined;
  });
  vi.spyOn(Buffer, "allocUnsafeSlow").mockImplementation((size) => {
    sum += size;
    return slow(size);
  });
  await work();
  vi.restoreAllMocks();
  return sum;
}

/** A row without attributes and geometry, with `length` unread bytes behind. */
function rowOf(length: number): Buffer {
  const row = Buffer.alloc(10 + length);
  row.writeUInt32LE(6 + length, 0);
  row.writeUInt32LE(NONE, 4);
  return row;
}

test("a record of a megabyte, as a coast with many vertices is, costs as many copies as it has bytes, not their square", async () => {
  const length = 1024 * CHUNK;
  const lines: number[] = [];
  const text = Buffer.concat([Buffer.alloc(length, "a"), Buffer.from("\nshort\n"), Buffer.alloc(length, "b"), Buffer.from("\\\n\n")]);
  const ofLines = await joinedBytes(async () => {
    for await (const some of linesOf(inChunks(text))) lines.push(...some.map((line) => line.length));
  });
  expect(lines).toEqual([length, 5, length + 2]);
  expect(ofLines).toBeLessThan(6 * text.length);

  const rows: number[] = [];
  const stored = Buffer.concat([rowOf(length), rowOf(0), rowOf(length)]);
  const ofRows = await joinedBytes(async () => {
    for await (const batch of readRows(inChunks(stored), { version: ROWS_VERSION, columns: [] }, [], null))
      rows.push(...batch.map(({ index }) => index));
  });
  expect(rows).toEqual([1, 2, 3]);
  expect(ofRows).toBeLessThan(6 * stored.length);
});

test("a line end that a backslash of the chunk before escapes is no line end, and earlier lines stay as they were", async () => {
  const lines: Buffer[] = [];
  async function* chunks() {
    for (const text of ["one\ntw", "o\\", "\nstill\nthr", "ee"]) yield Buffer.from(text);
  }
  for await (const some of linesOf(chunks())) lines.push(...some);
  expect(lines.map(String)).toEqual(["one", "two\\\nstill", "three"]);
});
