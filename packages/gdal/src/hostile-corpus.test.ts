// @own-children
// @on-demand hostile
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type FeatureRow, ReadAgainError, UnreadableError } from "./model.ts";
import { withOpenedFile } from "./open-file.ts";
import { readLayer } from "./read.ts";
import type { SandboxUsage } from "./sandbox/process.ts";
import { hostileCorpus } from "./testing/hostile/corpus.ts";
import type { HostileFile } from "./testing/hostile/hostile-file.ts";

/** The most that one small file may cost, whatever it contains. */
const MAX_CPU_SECONDS = 10;
const MAX_MEMORY_BYTES = 512 * 1024 * 1024;
/** Limits are checked ten times a second and grow with the size of the file, so a child may exceed its seconds a little. */
const TIME_SLACK = 1.15;
/** Each layer that is read on its own takes a child, so of a thousand layers the first say enough. */
const MOST_LAYERS = 20;
const SECRET = "what-lies-beside-the-service-7f3a";

let directory: string;
let canary: Server;
let calls = 0;
const bait = { url: "", secretPath: "" };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-gdal-test-"));
  vi.stubEnv("TMPDIR", directory);
  canary = createServer((socket) => {
    calls++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => canary.listen(0, "127.0.0.1", resolve));
  const address = canary.address();
  bait.url = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
  bait.secretPath = join(directory, "secret.geojson");
  await writeFile(
    bait.secretPath,
    `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"${SECRET}":"${SECRET}"}}]}`,
  );
});
afterAll(async () => {
  canary.close();
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});

interface Outcome {
  name: string;
  refusals: string[];
  rows: number;
  usage: SandboxUsage[];
  leaks: boolean;
}

const AGAIN = "read again";

/** Inspects a file and reads all its layers to the end: first at once, as a check does, then layer by layer, as updates and imports do. */
async function readEverything(file: HostileFile, index: number): Promise<Outcome> {
  const path = join(directory, `object-${index}`);
  await writeFile(path, await file.content());
  const outcome: Outcome = { name: file.name, refusals: [], rows: 0, usage: [], leaks: false };
  const readToEnd = async (batches: AsyncIterable<FeatureRow[]>) => {
    try {
      for await (const batch of batches) {
        outcome.rows += batch.length;
        outcome.leaks ||= batch.some((row) => row.values.some((value) => typeof value === "string" && value.includes(SECRET)));
      }
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      outcome.refusals.push(error instanceof ReadAgainError ? AGAIN : error.reason);
    }
  };
  const layers = await withOpenedFile(path, { fileName: file.fileName }, async (opened) => {
    const { inspection } = opened;
    outcome.refusals.push(...inspection.findings.map((finding) => finding.rule));
    outcome.leaks = JSON.stringify(inspection).includes(SECRET);
    for (const layer of inspection.layers) {
      await readToEnd(opened.rows(layer));
      // Another reader takes over.
      if (outcome.refusals.at(-1) === AGAIN) await readToEnd(opened.rows(layer));
    }
    outcome.usage.push(opened.usage());
    return inspection.layers;
  });
  const onUsage = (used: SandboxUsage) => void outcome.usage.push(used);
  for (const { source, fields } of layers.slice(0, MOST_LAYERS)) await readToEnd(readLayer(path, source, { fields, onUsage }));
  await rm(path);
  return outcome;
}

test("the corpus has hundreds of files, and each has a name of its own", () => {
  const names = Object.values(hostileCorpus(bait)).flatMap((files) => files.map(({ name }) => name));
  expect(names.length).toBeGreaterThanOrEqual(200);
  expect(new Set(names).size).toBe(names.length);
});

// A kind at a time: on a busy machine a child waits many times as long as it works, and one deadline for a thousand children would come
// before their end. What a file may cost is measured in processor time and memory, which other processes do not change.
const KINDS = Object.keys(hostileCorpus(bait));

test.each(KINDS)(
  "no file of the corpus exhausts the service, reads another file, or reaches the network: %s",
  async (kind) => {
    const files = hostileCorpus(bait)[kind] ?? [];
    const outcomes: Outcome[] = [];
    const queue = files.entries();
    const worker = async () => {
      for (const [index, file] of queue) {
        outcomes.push(await readEverything(file, index));
      }
    };
    await Promise.all([worker(), worker()]);
    expect(outcomes.length).toBe(files.length);
    const wrong = outcomes.flatMap((outcome) => {
      const faults: string[] = [];
      if (outcome.leaks) faults.push("read a file beside it");
      // Each file ends with a refusal or with rows that can be read, never in silence.
      if (outcome.refusals.length === 0 && outcome.usage.length < 2) faults.push("ended without a word");
      for (const usage of outcome.usage) {
        if (usage.cpuSeconds > MAX_CPU_SECONDS * TIME_SLACK) faults.push(`${usage.cpuSeconds.toFixed(1)} s of processor`);
        if (usage.peakMemoryBytes > MAX_MEMORY_BYTES) faults.push(`${Math.round(usage.peakMemoryBytes / 2 ** 20)} MB`);
      }
      return faults.map((fault) => `${outcome.name}: ${fault}`);
    });
    const cpu = outcomes.flatMap((outcome) => outcome.usage.map((usage) => usage.cpuSeconds));
    const memory = outcomes.flatMap((outcome) => outcome.usage.map((usage) => usage.peakMemoryBytes / 2 ** 20));
    const refused = outcomes.filter((outcome) => outcome.refusals.length > 0).length;
    console.log(
      `${kind}: ${files.length} files, ${refused} with a refusal; at most ${Math.max(...cpu).toFixed(1)} s of processor, ${Math.max(...memory).toFixed(0)} MB; ${calls} calls`,
    );
    expect(wrong).toEqual([]);
    expect(calls).toBe(0);
    // The program of the children and what Node compiled are kept while the process lives.
    const isKept = (name: string) =>
      name === "secret.geojson" || name === "node-compile-cache" || name.startsWith("archipel-gdal-program-");
    expect((await readdir(directory)).filter((name) => !isKept(name))).toEqual([]);
  },
  3_600_000,
);
