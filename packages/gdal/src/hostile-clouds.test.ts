// @own-children
// @on-demand hostile
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { inspectFile } from "./inspect.ts";
import { UnreadableError } from "./model.ts";
import { cloudFiles } from "./testing/hostile/cloud-files.ts";
import type { HostileFile } from "./testing/hostile/hostile-file.ts";
import { withCopc } from "./write-cloud.ts";

/** What one small file may cost. Limits grow with a file, are looked at ten times a second, and a child needs some time to end. */
const MAX_MEMORY_BYTES = 1024 ** 3;
const cpuSecondsOf = (bytes: number) => 1.2 * (10 + 4 * (bytes / 2 ** 20));

const EVERYTHING = {
  drop: ["bad-times", "outside-header", "outside-tile", "duplicates"],
  header: true,
  classes: { 2: 6 },
  heights: null,
} as const;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-hostile-clouds-"));
  vi.stubEnv("TMPDIR", directory);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});

/** Inspects a file, also with repairs, and publishes the clouds that were found. @returns what is wrong with how it ended */
async function useAll(file: HostileFile, index: number, costs: { cpu: number; memory: number; refused: number }): Promise<string[]> {
  const path = join(directory, `object-${index}`);
  const content = await file.content();
  await writeFile(path, content);
  const faults: string[] = [];
  const inspected = async (cloudRepairs = {}) => {
    const found = await inspectFile(path, { fileName: file.fileName, cloudRepairs });
    const { cpuSeconds, peakMemoryBytes } = found.usage;
    costs.cpu = Math.max(costs.cpu, cpuSeconds);
    costs.memory = Math.max(costs.memory, peakMemoryBytes / 2 ** 20);
    if (cpuSeconds > cpuSecondsOf(content.length)) faults.push(`${cpuSeconds.toFixed(1)} s of processor`);
    if (peakMemoryBytes > MAX_MEMORY_BYTES) faults.push(`${Math.round(peakMemoryBytes / 2 ** 20)} MB`);
    if (found.clouds.length + found.findings.length === 0) faults.push("ended without a word");
    for (const { rule, params } of found.findings)
      if (rule === "unreadable" && params.reason === "crash") faults.push(`crash: ${params.detail}`);
    return found;
  };
  const { clouds } = await inspected();
  if (clouds.length === 0) costs.refused++;
  else {
    const repairs = { ...EVERYTHING, drop: [...EVERYTHING.drop] };
    await inspected(Object.fromEntries(clouds.map(({ entry }) => [entry ?? "", repairs])));
    const entry = clouds[0]?.entry ?? null;
    for (const chosen of [null, repairs]) {
      try {
        const wanted = { entry, fileName: file.fileName, wkt: null, isCrsReplaced: false, repairs: chosen };
        await withCopc(
          path,
          wanted,
          async () => {},
          async (_copc, { points }) => void expect(points).toBeGreaterThan(0),
        );
      } catch (error) {
        if (!(error instanceof UnreadableError)) throw error;
        if (error.reason === "crash") faults.push(`publication crashed: ${error.detail}`);
      }
    }
  }
  await rm(path);
  return faults.map((fault) => `${file.name}: ${fault}`);
}

test("no cloud of the corpus crashes or exhausts what reads, repairs and publishes it", async () => {
  const files = cloudFiles();
  expect(files.length).toBeGreaterThanOrEqual(60);
  expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
  const wrong: string[] = [];
  const costs = { cpu: 0, memory: 0, refused: 0 };
  const queue = files.entries();
  const worker = async () => {
    for (const [index, file] of queue) wrong.push(...(await useAll(file, index, costs)));
  };
  await Promise.all([worker(), worker()]);
  const { cpu, memory, refused } = costs;
  console.log(`${files.length} clouds, ${refused} refused; at most ${cpu.toFixed(1)} s of processor, ${memory.toFixed(0)} MB`);
  expect(wrong).toEqual([]);
  const isKept = (name: string) => name === "node-compile-cache" || name.startsWith("archipel-gdal-program-");
  expect((await readdir(directory)).filter((name) => !isKept(name))).toEqual([]);
}, 3_600_000);
