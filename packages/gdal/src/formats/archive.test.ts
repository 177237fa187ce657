import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildZip } from "../testing/zip-builder.ts";
import { readEntry, unpack } from "./archive.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-archive-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Large enough to be unpacked in large pieces. */
const content = Buffer.alloc(1_500_000, "des hectares de forêt\n");

async function zipOf(claimedSize: number, bytes: Uint8Array = deflateRawSync(content)): Promise<string> {
  const path = join(directory, `${claimedSize}-${bytes.length}.zip`);
  await writeFile(path, buildZip([{ name: "a.txt", content: bytes, claimedSize }]));
  return path;
}

describe("a large compressed entry", () => {
  test("is unpacked", async () => {
    const path = await zipOf(content.length);
    await unpack(path, directory, new Map([["a.txt", "out/a.txt"]]));
    expect(content.equals(await readFile(join(directory, "out/a.txt")))).toBe(true);
    expect(content.equals(Buffer.from((await readEntry(path, "a.txt", 2_000_000)) ?? []))).toBe(true);
  });

  test.each([
    ["more than it declares", content.length - 1, undefined, /too many bytes/],
    ["less than it declares", content.length + 1, undefined, /not enough bytes/],
    ["bytes that are not compressed", content.length, Buffer.alloc(50_000, "a"), /invalid|incorrect/],
    ["bytes that break off", content.length, deflateRawSync(content).subarray(0, 500), /unexpected end|not enough bytes/],
  ])("with %s is refused", async (_, claimed, bytes, expected) => {
    const path = await zipOf(claimed, bytes);
    await expect(unpack(path, directory, new Map([["a.txt", "b.txt"]]))).rejects.toThrow(expected);
    await expect(readEntry(path, "a.txt", 2_000_000)).rejects.toThrow(expected);
  });
});
