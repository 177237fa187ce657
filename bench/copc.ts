// COPC: how fast a cloud becomes COPC, with how much memory, and how fast chunks are decoded beside laz-perf.
//   node bench/copc.ts [points = 10000000] [formats = 6,7] [sources = none,fixed] [threads = 2] [folder for files = the temporary one]
//   `none` is a LAS file, `fixed` a LAZ file. Points are synthetic, at a seed. If pdal is installed, writers.copc is timed on the same files.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { CopcReader } from "@archipel/pointcloud/copc/open-copc.ts";
import type { CopcResult } from "@archipel/pointcloud/copc/write/write-copc.ts";
import { rangesOf } from "@archipel/pointcloud/node/files.ts";
import { machine } from "./measure/cpu.ts";
import { watchedRun } from "./measure/process-tree.ts";

const points = Number(process.argv[2] ?? 10_000_000);
const formats = (process.argv[3] ?? "6,7").split(",").map(Number);
const sources = (process.argv[4] ?? "none,fixed").split(",");
const threads = process.argv[5] ?? "2";
const folder = await mkdtemp(path.join(process.argv[6] ?? tmpdir(), "archipel-copc-"));
const MEGABYTE = 2 ** 20;
const hasPdal = spawnSync("which", ["pdal"]).status === 0;
const child = (name: string) => path.join(import.meta.dirname, "measure", name);

console.log(`${machine()}\n${points.toLocaleString("en")} points, ${threads} threads; pdal ${hasPdal ? "too" : "is not installed"}\n`);
try {
  for (const format of formats) {
    for (const source of sources) await writeOne(format, source);
    await decode(path.join(folder, "out.copc.laz"));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function writeOne(format: number, source: string): Promise<void> {
  const input = path.join(folder, source === "none" ? "in.las" : "in.laz");
  const output = path.join(folder, "out.copc.laz");
  await watchedRun(process.execPath, [child("make-cloud.ts"), input, String(points), String(format), source]);
  const ran = await watchedRun(process.execPath, [child("write-copc-file.ts"), input, output, threads]);
  const result = JSON.parse(ran.output) as CopcResult & { cpu: number; seconds: number; distributing: number; building: number };
  if (result.points !== points) throw new Error(`${result.points} of ${points} points arrived`);
  console.log(
    `format ${format} from ${path.extname(input).slice(1)}: ${million(points / result.seconds)} M points/s ` +
      `(${result.distributing.toFixed(1)} s to sort, ${result.building.toFixed(1)} s to build), ${million(points / result.cpu)} M a second of processor time, ${Math.round(ran.peakBytes / MEGABYTE)} MB, ` +
      `${result.nodes} nodes, ${result.levels} levels, ${(result.bytes / points).toFixed(2)} bytes a point ` +
      `(source ${(statSync(input).size / points).toFixed(2)})`,
  );
  if (hasPdal) {
    const pdal = await watchedRun("pdal", ["translate", input, path.join(folder, "pdal.copc.laz"), "--writer", "writers.copc"]);
    console.log(`  pdal: ${million(points / pdal.seconds)} M points/s, ${Math.round(pdal.peakBytes / MEGABYTE)} MB`);
  }
  await rm(input);
}

/** Decodes the first nodes of a file, up to two million points: all fields, positions alone, and all fields by laz-perf. */
async function decode(file: string): Promise<void> {
  const handle = await open(file);
  const read = rangesOf(handle);
  const reader = await CopcReader.open(read);
  const nodes: { bytes: Uint8Array; points: number; node: Awaited<ReturnType<typeof reader.findNodes>>[number] }[] = [];
  for (const node of await reader.findNodes()) {
    if (nodes.reduce((sum, { points: count }) => sum + count, 0) > 2_000_000) break;
    nodes.push({ bytes: await read(node.offset, node.length), points: node.points, node });
  }
  const total = nodes.reduce((sum, { points: count }) => sum + count, 0);
  const inMemory = new Map(nodes.map(({ bytes, node }) => [node.offset, bytes]));
  const { cloud } = reader;
  cloud.read = async (offset) => inMemory.get(offset) ?? new Uint8Array(0);
  const all = await best(total, async () => {
    for (const { node } of nodes) await reader.points(node);
  });
  const positions = await best(total, async () => {
    for (const { node } of nodes) await reader.points(node, new Set());
  });
  const require = createRequire(import.meta.url);
  const { createLazPerf } = require("laz-perf") as typeof import("laz-perf");
  const lazPerf = await createLazPerf({ locateFile: () => require.resolve("laz-perf/lib/laz-perf.wasm") });
  const theirs = await best(total, async () => {
    for (const { bytes, points: count } of nodes)
      decodeByLazPerf(lazPerf, bytes, count, cloud.header.pointFormat, cloud.header.recordLength);
  });
  console.log(
    `  one thread decodes ${million(all)} M points/s, positions alone ${million(positions)}, laz-perf ${million(theirs)}: ` +
      `ratios ${(all / theirs).toFixed(2)} and ${(positions / theirs).toFixed(2)}\n`,
  );
  await handle.close();
}

function decodeByLazPerf(
  lazPerf: Awaited<ReturnType<typeof import("laz-perf").createLazPerf>>,
  bytes: Uint8Array,
  count: number,
  format: number,
  recordLength: number,
): void {
  const chunk = lazPerf._malloc(bytes.length);
  const record = lazPerf._malloc(recordLength);
  lazPerf.HEAPU8.set(bytes, chunk);
  const decoder = new lazPerf.ChunkDecoder();
  decoder.open(format, recordLength, chunk);
  const records = new Uint8Array(count * recordLength);
  for (let i = 0; i < count; i++) {
    decoder.getPoint(record);
    records.set(lazPerf.HEAPU8.subarray(record, record + recordLength), i * recordLength);
  }
  decoder.delete();
  lazPerf._free(record);
  lazPerf._free(chunk);
}

/** Points a second of the best of five rounds. */
async function best(total: number, round: () => Promise<void>): Promise<number> {
  let most = 0;
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    await round();
    most = Math.max(most, total / ((performance.now() - start) / 1000));
  }
  return most;
}

function million(value: number): string {
  return (value / 1e6).toFixed(2);
}
