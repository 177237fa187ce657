// A viewer of point clouds in Chromium, drawn by the processor: bytes, requests, time to the first points, points a second, longest task.
//   node bench/points.ts [rounds = 3] [COPC file…]     without files: five million synthetic points at a seed, of one square kilometre
// SHOTS=folder keeps pictures, TRACE=folder recordings for the developer tools, VIEWER=archipel shows one viewer alone.
// Beside our engine, Giro3D (copc.js, laz-perf and three.js) shows the same files from the same server, in turn.
import { existsSync } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { rangesOf } from "@archipel/pointcloud/node/files.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { type Browser, chromium } from "@playwright/test";
import { build } from "vite";
import { machine } from "./measure/cpu.ts";
import { watchedRun } from "./measure/process-tree.ts";
import { type Served, serveFiles } from "./measure/serve-ranges.ts";
import { median } from "./measure/times.ts";
import type { BenchFile } from "./points/subject.ts";

const VIEWERS = ["archipel", "giro3d"] as const;
const viewers = VIEWERS.filter((viewer) => viewer === (process.env.VIEWER ?? viewer));
/** Chromium without windows. */
const SHELL = "/usr/bin/chromium-headless-shell";
const SYNTHETIC_POINTS = 5_000_000;
/** Nothing more comes after so long without another point. */
const QUIET_MS = 2500;
const LONGEST_MS = 120_000;

interface Shown {
  readonly firstMs: number;
  readonly wholeMs: number;
  readonly points: number;
  readonly longestTaskMs: number;
  readonly turningFrameMs: number;
  readonly bytes: number;
  readonly reads: number;
}

const rounds = Number(process.argv[2] ?? 3);
const folder = await mkdtemp(path.join(tmpdir(), "archipel-points-"));
const files = process.argv.length > 3 ? process.argv.slice(3) : [await syntheticFile()];
await buildPages(path.join(folder, "pages"));
const served = await serveFiles({
  pages: path.join(folder, "pages"),
  decoder: path.join(import.meta.dirname, "..", "node_modules/laz-perf/lib"),
  clouds: files,
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? (existsSync(SHELL) ? SHELL : "/usr/bin/chromium"),
  args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage", "--ignore-gpu-blocklist"],
});
try {
  console.log(`${machine()}\nmedians of ${rounds} rounds, 1280 × 800, drawn by the processor (SwiftShader)\n`);
  for (const [index, file] of files.entries()) await compare(file, `/clouds/${index}`);
} finally {
  await browser.close();
  await served.close();
  await rm(folder, { recursive: true, force: true });
}

async function compare(file: string, url: string): Promise<void> {
  const seen = await described(file, url);
  console.log(`${path.basename(file)}: ${seen.points.toLocaleString("en")} points`);
  console.log("viewer     first points     all points     shown   points/s   longest task   frame while turning      MB   requests");
  const all = new Map<string, Shown[]>(VIEWERS.map((viewer) => [viewer, []]));
  for (let round = 0; round < rounds; round++)
    for (const viewer of viewers) all.get(viewer)?.push(await show(browser, served, viewer, seen));
  for (const viewer of viewers) {
    const shown = all.get(viewer) ?? [];
    const typical = (of: (one: Shown) => number) => median(shown.map(of));
    console.log(
      viewer.padEnd(10),
      `${typical(({ firstMs }) => firstMs).toFixed(0)} ms`.padStart(12),
      `${typical(({ wholeMs }) => wholeMs).toFixed(0)} ms`.padStart(14),
      typical(({ points }) => points)
        .toLocaleString("en")
        .padStart(9),
      typical(({ points, wholeMs }) => (points * 1000) / wholeMs)
        .toLocaleString("en", { maximumFractionDigits: 0 })
        .padStart(10),
      `${typical(({ longestTaskMs }) => longestTaskMs).toFixed(0)} ms`.padStart(14),
      `${typical(({ turningFrameMs }) => turningFrameMs).toFixed(0)} ms`.padStart(21),
      (typical(({ bytes }) => bytes) / 2 ** 20).toFixed(1).padStart(7),
      String(typical(({ reads }) => reads)).padStart(10),
    );
  }
  console.log();
}

/** One viewer with an empty cache, from the beginning of its page. */
async function show(from: Browser, server: Served, viewer: string, file: BenchFile): Promise<Shown> {
  const context = await from.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    page.on("pageerror", (error) => console.error(`${viewer}: ${error.message}`));
    await page.addInitScript(() => {
      const longest = { ms: 0 };
      Object.assign(window, { benchLongest: longest });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
      }).observe({ type: "longtask", buffered: true });
    });
    server.reset();
    // A recording costs time: its longest task is longer than that of a run without.
    if (process.env.TRACE) await from.startTracing(page, { path: path.join(process.env.TRACE, `${viewer}.json`) });
    await page.goto(`${server.url}/pages/${viewer}.html`);
    const seen = await page.evaluate(watch, { file, quietMs: QUIET_MS, longestMs: LONGEST_MS });
    if (process.env.TRACE) await from.stopTracing();
    if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, `${viewer}.png`) });
    return { ...seen, ...server.counts() };
  } finally {
    await context.close();
  }
}

/** Runs in the page: opens the file, notes when its points come, then turns the view. */
async function watch({ file, quietMs, longestMs }: { file: BenchFile; quietMs: number; longestMs: number }) {
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  window.subject.open(file);
  let [firstMs, wholeMs, points] = [0, 0, 0];
  for (let now = performance.now(); now < longestMs && (points === 0 || now - wholeMs < quietMs); now = performance.now()) {
    await frame();
    const shown = window.subject.points();
    if (shown <= points) continue;
    points = shown;
    wholeMs = performance.now();
    firstMs ||= wholeMs;
  }
  const frames: number[] = [];
  for (let last = await frame(); frames.length < 40; ) {
    window.subject.turn(3);
    const next = await frame();
    frames.push(next - last);
    last = next;
  }
  const turningFrameMs = frames.toSorted((a, b) => a - b)[frames.length >> 1] ?? 0;
  return { firstMs, wholeMs, points, turningFrameMs, longestTaskMs: (window as { benchLongest?: { ms: number } }).benchLongest?.ms ?? 0 };
}

async function described(file: string, url: string): Promise<BenchFile> {
  const handle = await open(file);
  try {
    const { min, max, pointCount } = (await openCloud(rangesOf(handle))).header;
    return { url, min, max, points: pointCount };
  } finally {
    await handle.close();
  }
}

async function syntheticFile(): Promise<string> {
  const [input, output] = [path.join(folder, "in.las"), path.join(folder, "synthetic.copc.laz")];
  const at = (name: string) => path.join(import.meta.dirname, "measure", name);
  await watchedRun(process.execPath, [at("make-cloud.ts"), input, String(SYNTHETIC_POINTS), "6", "none"]);
  await watchedRun(process.execPath, [at("write-copc-file.ts"), input, output, "2"]);
  await rm(input);
  return output;
}

async function buildPages(outDir: string): Promise<void> {
  const root = path.join(import.meta.dirname, "points");
  await build({
    root,
    base: "/pages/",
    logLevel: "warn",
    worker: { format: "es" },
    build: { outDir, emptyOutDir: true, rollupOptions: { input: VIEWERS.map((viewer) => path.join(root, `${viewer}.html`)) } },
  });
}
