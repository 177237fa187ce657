import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFileStore } from "./file-store.ts";
import { NoSuchObjectError, type ObjectStore } from "./object-store.ts";
import { openS3Store } from "./s3-store.ts";
import { startBucket } from "./testing/start-bucket.ts";

const content = Buffer.from("a small object, told in one line");
const key = `sha256/${createHash("sha256").update(content).digest("hex")}`;

describe.each(["file system", "S3"] as const)("objects on %s", (kind) => {
  let store: ObjectStore;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), "archipel-store-"));
    if (kind === "file system") {
      store = openFileStore(directory);
      close = () => rm(directory, { recursive: true });
    } else {
      const bucket = await startBucket();
      store = openS3Store(bucket.settings);
      close = bucket.close;
    }
  });
  afterAll(() => close());

  it("returns what was put, under the hash of its content", async () => {
    expect(await store.put(Readable.from([content.subarray(0, 5), content.subarray(5)]))).toEqual({ key, size: content.length });
    expect(await buffer(await store.get(key))).toEqual(content);
    expect(await store.stat(key)).toEqual({ key, size: content.length });
  });

  it.each([false, true])("stores a file and leaves it where it is (final: %s)", async (isFinal) => {
    const directory = await mkdtemp(join(tmpdir(), "archipel-file-"));
    const path = join(directory, "file");
    const bytes = Buffer.alloc(3 * 1024 * 1024, isFinal ? "final" : "open");
    await writeFile(path, bytes);
    const stored = { key: `sha256/${createHash("sha256").update(bytes).digest("hex")}`, size: bytes.length };
    expect(await store.putFile(path, isFinal)).toEqual(stored);
    expect(await store.putFile(path, isFinal)).toEqual(stored);
    expect(await readFile(path)).toEqual(bytes);
    await rm(directory, { recursive: true });
    expect(await buffer(await store.get(stored.key))).toEqual(bytes);
  });

  it("reads ranges, both ends included", async () => {
    await store.put(Readable.from([content]));
    expect((await buffer(await store.get(key, { start: 2, end: 6 }))).toString()).toBe("small");
    expect((await buffer(await store.get(key, { start: 24 }))).toString()).toBe("one line");
  });

  it("provides an object as a local file", async () => {
    await store.put(Readable.from([content]));
    expect(await store.withFile(key, (path) => readFile(path))).toEqual(content);
  });

  it("reports a missing object, also for keys that look like paths", async () => {
    const absent = `sha256/${"0".repeat(64)}`;
    expect(await store.stat(absent)).toBeNull();
    await expect(store.get(absent)).rejects.toThrow(NoSuchObjectError);
    await expect(store.get("sha256/../../etc/passwd")).rejects.toThrow(NoSuchObjectError);
  });

  it("deletes an object, and accepts a second deletion", async () => {
    await store.put(Readable.from([content]));
    await store.delete(key);
    await store.delete(key);
    expect(await store.stat(key)).toBeNull();
  });
});

it("leaves nothing behind when the stream breaks", async () => {
  const directory = await mkdtemp(join(tmpdir(), "archipel-store-"));
  const store = openFileStore(directory);
  const broken = Readable.from(
    (async function* () {
      yield content;
      throw new Error("connection lost");
    })(),
  );
  await expect(store.put(broken)).rejects.toThrow("connection lost");
  expect(await readdir(join(directory, "partial"))).toEqual([]);
  await rm(directory, { recursive: true });
});

it("makes a second name of a final file alone, and leaves no part behind", async () => {
  const directory = await mkdtemp(join(tmpdir(), "archipel-store-"));
  const store = openFileStore(join(directory, "objects"));
  const names = async (path: string) => (await stat(path)).nlink;
  const path = join(directory, "file");
  await writeFile(path, content);
  await store.putFile(path);
  expect(await names(path)).toBe(1);
  await store.putFile(path, true);
  await store.putFile(path, true);
  expect(await names(path)).toBe(2);
  expect(await readdir(join(directory, "objects", "partial"))).toEqual([]);
  await rm(directory, { recursive: true });
});

it("reports a file that does not exist, and leaves nothing behind", async () => {
  const directory = await mkdtemp(join(tmpdir(), "archipel-store-"));
  const store = openFileStore(directory);
  await expect(store.putFile(join(directory, "absent"), true)).rejects.toThrow(/ENOENT/);
  expect(await readdir(join(directory, "partial"))).toEqual([]);
  await rm(directory, { recursive: true });
});
