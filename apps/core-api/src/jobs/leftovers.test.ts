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
  const env = readEnv({
    ARCHIPEL_DATA: path.join(root, "data"),
    ARCHIPEL_SECRET: "a secret of the tests, of 32 characters",
    NODE_ENV: "test",
  });

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
  const env = readEnv({
    ARCHIPEL_DATA: path.join(root, "data"),
    ARCHIPEL_SECRET: "a secret of the tests, of 32 characters",
    NODE_ENV: "test",
  });
  expect(await sweepLeftovers({ env })).toBe(1);
  expect(await readdir(path.join(root, "data/cache/downloads"))).toEqual(["in-use.gpkg"]);
});

it("ignores folders that do not exist", async () => {
  const env = readEnv({
    ARCHIPEL_DATA: path.join(root, "none"),
    ARCHIPEL_SECRET: "a secret of the tests, of 32 characters",
    NODE_ENV: "test",
  });
  expect(await sweepLeftovers({ env })).toBe(0);
});
