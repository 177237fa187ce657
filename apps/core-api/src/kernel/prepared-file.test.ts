import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readEnv } from "../env.ts";
import type { Core } from "./core.ts";
import { preparedFile } from "./prepared-file.ts";
import { preparedFolder } from "./prepared-folder.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "archipel-prepared-"));
});
afterEach(() => rm(root, { recursive: true }));

function coreWith(settings: Partial<Core["env"]> = {}): Core {
  const env = readEnv({ ARCHIPEL_DATA: root, ARCHIPEL_SECRET: "a secret of the tests, of 32 characters", STORAGE_RESERVE_BYTES: "0" });
  // Prepared files use no other part of the platform.
  return { env: { ...env, ...settings }, memory: {} } as Core;
}

const file = (core: Core, id: string, version = "1", write = (to: string) => writeFile(to, id.repeat(30_000))) =>
  preparedFile(core, { id, version, extension: "csv" }, write);
const prepare = async (core: Core, id: string, version?: string) => (await file(core, id, version).prepare()).close();
const kept = async (core: Core) => (await readdir(preparedFolder(core.env))).toSorted();
/** Sets the last use of a file back. */
async function unusedFor(core: Core, name: string, minutes: number): Promise<void> {
  const then = new Date(Date.now() - minutes * 60_000);
  await utimes(path.join(preparedFolder(core.env), name), then, then);
}

test("a file is written once for all who ask at the same time, and replaces its other versions", async () => {
  const core = coreWith();
  const write = vi.fn((to: string) => writeFile(to, "content"));
  const handles = await Promise.all([1, 2, 3].map(() => file(core, "a", "1", write).prepare()));
  for (const handle of handles) await handle.close();
  expect(write).toHaveBeenCalledTimes(1);
  await prepare(core, "b");
  await prepare(core, "a", "2");
  expect(await kept(core)).toEqual(["a-2.csv", "b-1.csv"]);
});

test("beyond their limit of bytes, the files that nobody used for longest are deleted, and who reads one still gets it whole", async () => {
  const core = coreWith({ STORAGE_DOWNLOADS_BYTES: 100_000 });
  for (const id of ["a", "b", "c"]) await prepare(core, id);
  expect(await kept(core)).toEqual(["a-1.csv", "b-1.csv", "c-1.csv"]);
  await unusedFor(core, "a-1.csv", 180);
  await unusedFor(core, "b-1.csv", 120);
  await unusedFor(core, "c-1.csv", 90);
  const used = await file(core, "a").open();
  const read = await file(core, "b").open();
  await unusedFor(core, "b-1.csv", 120);
  await prepare(core, "d");
  expect(await kept(core)).toEqual(["a-1.csv", "c-1.csv", "d-1.csv"]);
  expect(await read?.readFile("utf8")).toBe("b".repeat(30_000));
  for (const handle of [used, read]) await handle?.close();
});

test("a file larger than the limit is still sent, alone", async () => {
  const core = coreWith({ STORAGE_DOWNLOADS_BYTES: 10_000 });
  for (const id of ["a", "b"]) await prepare(core, id);
  expect(await kept(core)).toEqual(["b-1.csv"]);
});

test("where the disk has no free space, files that can be written again go before a new one is refused", async () => {
  const core = coreWith();
  await prepare(core, "a");
  const full = coreWith({ STORAGE_RESERVE_BYTES: Number.MAX_SAFE_INTEGER });
  await expect(file(full, "b").prepare()).rejects.toMatchObject({ kind: "full", code: "disk-full" });
  expect(await kept(core)).toEqual([]);
});
