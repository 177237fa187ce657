import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { UnreadableError } from "../model.ts";
import { encodeRows } from "./row-writer.ts";
import { StoredRow, wholeRows } from "./stored-row.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-rows-"));
});
afterAll(() => rm(directory, { recursive: true }));

/** The texts of stored rows, read in parts of some bytes. */
async function textsIn(bytes: Uint8Array, partBytes: number): Promise<unknown[]> {
  const path = join(directory, "rows");
  await writeFile(path, bytes);
  const texts: unknown[] = [];
  for await (const part of wholeRows(path, partBytes)) {
    const row = new StoredRow(part.bytes, 1);
    const before = texts.length;
    while (row.next()) texts.push(row.value(0));
    expect(texts.length - before).toBe(part.rows);
  }
  return texts;
}

const texts = Array.from({ length: 40 }, (_, index) => `row ${index} ${"é".repeat((index * 37) % 90)}`);
const bytes = encodeRows(texts.map((text, index) => ({ index: index + 1, values: [text], ewkb: null })));

it.each([30, 64, 100, 1000, 100_000])("reads each row once, in parts of %i bytes, also rows that are longer", async (partBytes) => {
  expect(await textsIn(bytes, partBytes)).toEqual(texts);
});

it("reads nothing from an empty file", async () => {
  expect(await textsIn(new Uint8Array(), 100)).toEqual([]);
});

it.each([1, 3, 5, 200])("reports rows that break off %i bytes before their end", async (missing) => {
  await expect(textsIn(bytes.subarray(0, -missing), 100)).rejects.toThrow(UnreadableError);
});
