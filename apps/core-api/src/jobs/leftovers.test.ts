import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { readEnv } from "../env.ts";
import { sweepLeftovers } from "./leftovers.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "archipel-leftovers-"));
  vi.stubEnv("TMPDIR", path.join(root, "tmp"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

const envOf = (data: string) =>
  readEnv({
    ARCHIPEL_DATA: path.join(root, data),
    ARCHIPEL_SECRET: "a secret of the tests, of 32 characters",
    NODE_ENV: "test",
    // A test may run on a small disk.
    STORAGE_RESERVE_BYTES: "0",
  });
const OLD = new Date(Date.now() - 25 * 3600_000);

async function lay(file: string, isOld: boolean): Promise<void> {
  const full = path.join(root, file);
  await mkdir(path.dirname(full), { recursive: true });
  await writeFile(full, "half");
  if (!isOld) return;
  await utimes(full, OLD, OLD);
  if (file.startsWith("tmp/")) await utimes(path.dirname(full), OLD, OLD);
}

it("deletes abandoned files, and keeps complete ones and those being written", async () => {
  await lay("tmp/archipel-gdal-dead/layer-0.csv", true);
  await lay("tmp/archipel-object-dead/object", true);
  await lay("tmp/archipel-gdal-living/layer-0.csv", false);
  await lay("tmp/somebody-else/file", true);
  await lay("data/cache/downloads/partial-dead", true);
  await lay("data/cache/downloads/partial-living", false);
  await lay("data/cache/downloads/whole.gpkg", true);
  await lay("data/objects/partial/dead", true);
  await lay("data/objects/sha256/ab/cd/whole", true);
  const env = envOf("data");

  expect(await sweepLeftovers({ env })).toBe(4);
  expect((await readdir(path.join(root, "tmp"))).toSorted()).toEqual(["archipel-gdal-living", "somebody-else"]);
  expect((await readdir(path.join(root, "data/cache/downloads"))).toSorted()).toEqual(["partial-living", "whole.gpkg"]);
  expect(await readdir(path.join(root, "data/objects/partial"))).toEqual([]);
  expect(await sweepLeftovers({ env })).toBe(0);
});

it("deletes prepared downloads that nobody opened for a month", async () => {
  const days = (count: number) => new Date(Date.now() - count * 86_400_000);
  for (const [name, used] of [
    ["forgotten.gpkg", days(31)],
    ["in-use.gpkg", days(29)],
  ] as const) {
    await lay(`data/cache/downloads/${name}`, false);
    await utimes(path.join(root, "data/cache/downloads", name), used, used);
  }
  const env = envOf("data");
  expect(await sweepLeftovers({ env })).toBe(1);
  expect(await readdir(path.join(root, "data/cache/downloads"))).toEqual(["in-use.gpkg"]);
});

it("deletes the prepared downloads that nobody used for longest when they exceed their limit of bytes", async () => {
  const minutes = (count: number) => new Date(Date.now() - count * 60_000);
  for (const [name, used] of [
    ["oldest.gpkg", minutes(3)],
    ["newest.csv", minutes(1)],
    ["partial-living", minutes(4)],
  ] as const) {
    await lay(`data/cache/downloads/${name}`, false);
    await utimes(path.join(root, "data/cache/downloads", name), used, used);
  }
  expect(await sweepLeftovers({ env: { ...envOf("data"), STORAGE_DOWNLOADS_BYTES: 3 * 4096 } })).toBe(0);
  expect(await sweepLeftovers({ env: { ...envOf("data"), STORAGE_DOWNLOADS_BYTES: 3 * 4096 - 1 } })).toBe(1);
  expect((await readdir(path.join(root, "data/cache/downloads"))).toSorted()).toEqual(["newest.csv", "partial-living"]);
});

it("ignores folders that do not exist", async () => {
  const env = envOf("none");
  expect(await sweepLeftovers({ env })).toBe(0);
});
