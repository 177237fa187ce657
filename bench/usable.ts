// When a page can be used on a slow computer: the map of a visitor, and the first row of lists in the console.
//   node bench/usable.ts [rounds = 5] [parts = map,lists]   PORTAL_PORT, ADMIN_PORT; needs a running demo of built sites (`npm run demo`)
// Chromium with a four times slower processor and an empty cache; the network is this machine's own. Milliseconds from the start of the navigation.
import { existsSync } from "node:fs";
import os from "node:os";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import accounts from "../prisma/seed/accounts.json" with { type: "json" };
import { machine } from "./measure/cpu.ts";
import { median } from "./measure/times.ts";

/** Chromium without windows. */
const SHELL = "/usr/bin/chromium-headless-shell";
const SLOWER = 4;
const PATIENCE_MS = 60_000;
/** The mark that the map leaves in the page's timeline. */
const MAP_SHOWN = "archipel-map-shown";
const TILES = /\/(tiles|basemap)\/[^?]*\/\d+\/\d+\/\d+/;
const rounds = Number(process.argv[2] ?? 5);
const parts = new Set((process.argv[3] ?? "map,lists").split(","));
const portal = (slug: string) => `http://${slug}.localhost:${process.env.PORTAL_PORT ?? 3000}`;
const admin = `http://localhost:${process.env.ADMIN_PORT ?? 3001}`;
const COMMUNITY = "agglomeration-brelandes";
const community = `${admin}/c/${COMMUNITY}`;
/** With the query that shows rows of the demo. */
const LISTS = { datasets: "", members: "", reports: "", contributions: "?view=all&mine=1" };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? (existsSync(SHELL) ? SHELL : "/usr/bin/chromium"),
  args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage"],
});
const ms = (values: readonly number[]) => `${median(values).toFixed(0)} ms`.padStart(12);
try {
  console.log(`${machine()}\n${rounds} rounds, medians; processor ${SLOWER} × slower; load ${os.loadavg()[0]?.toFixed(1)}`);
  if (parts.has("map")) await maps();
  if (parts.has("lists")) await lists();
} finally {
  await browser.close();
}

async function maps(): Promise<void> {
  console.log(`\n${"".padEnd(44)}the same, nothing of the measure runs in the page meanwhile`);
  console.log("map            first paint   map shown (target 2500)         unasked   scripts before paint (target 100 KB)   scripts");
  for (const slug of ["urbanisme", "risques"]) {
    const all: Awaited<ReturnType<typeof mapSeen>>[] = [];
    const unasked: number[] = [];
    for (let round = 0; round < rounds; round++) {
      all.push(await alone(browser, {}, (page) => mapSeen(page, `${portal(slug)}/fr/map`)));
      unasked.push(await alone(browser, {}, (page) => mapShown(page, `${portal(slug)}/fr/map`)));
    }
    console.log(
      slug.padEnd(12),
      ms(all.map(({ painted }) => painted)),
      ms(all.map(({ shown }) => shown)).padStart(25),
      ms(unasked).padStart(15),
      `${(median(all.map(({ early }) => early)) / 1024).toFixed(0)} KB`.padStart(38),
      `${(median(all.map(({ scripts }) => scripts)) / 1024).toFixed(0)} KB`.padStart(9),
    );
    console.log(`  first round: ${all[0]?.steps.join("   ")}`);
  }
}

/** The moment that the map is shown. `mapSeen` puts Playwright's scripts into the page and asks at each frame, on the page's slow thread. */
async function mapShown(page: Page, address: string): Promise<number> {
  await page.addInitScript((name) => {
    const say = (list: PerformanceObserverEntryList) => {
      if (list.getEntriesByName(name).length > 0) console.debug(name);
    };
    new PerformanceObserver(say).observe({ type: "mark" });
  }, MAP_SHOWN);
  const said = page.waitForEvent("console", { predicate: (message) => message.text() === MAP_SHOWN, timeout: PATIENCE_MS });
  await page.goto(address, { waitUntil: "commit" });
  await said;
  return page.evaluate((name) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN, MAP_SHOWN);
}

async function mapSeen(page: Page, address: string) {
  // The worker asks for tiles, so the page's own timeline does not have them.
  const tiles: { readonly start: number; readonly end: number }[] = [];
  page.on("requestfinished", (request) => {
    const { startTime, responseEnd } = request.timing();
    if (TILES.test(request.url())) tiles.push({ start: startTime, end: startTime + responseEnd });
  });
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, MAP_SHOWN, { timeout: PATIENCE_MS });
  const seen = await page.evaluate((name) => {
    const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    const files = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const scripts = files.filter((file) => /\.m?js(\?|$)/.test(file.name));
    const bytes = (some: PerformanceResourceTiming[]) => some.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    const end = (of: RegExp) => Math.max(0, ...files.filter((file) => of.test(file.name)).map(({ responseEnd }) => responseEnd));
    const start = (of: RegExp) => Math.min(...files.filter((file) => of.test(file.name)).map(({ startTime }) => startTime));
    const shown = performance.getEntriesByName(name)[0]?.startTime ?? 0;
    return {
      begun: performance.timeOrigin,
      painted,
      shown,
      early: bytes(scripts.filter(({ responseEnd }) => responseEnd <= painted)),
      scripts: bytes(scripts),
      steps: [
        `scripts there ${end(/_next.*\.js/).toFixed(0)}`,
        `data there ${end(/map\/data/).toFixed(0)}`,
        `worker asked ${start(/worker/).toFixed(0)}`,
      ],
    };
  }, MAP_SHOWN);
  const first = Math.min(...tiles.map(({ start }) => start)) - seen.begun;
  const last = Math.max(...tiles.map(({ end }) => end)) - seen.begun;
  return { ...seen, steps: [...seen.steps, `${tiles.length} tiles ${first.toFixed(0)} to ${last.toFixed(0)}`] };
}

async function lists(): Promise<void> {
  const context = await browser.newContext({ locale: "fr-FR" });
  const page = await context.newPage();
  await page.goto(`${community}/datasets`);
  await page.getByLabel("Adresse électronique").fill(accounts.accounts.find(({ role }) => role === "manager")?.email ?? "");
  await page.getByLabel("Mot de passe", { exact: true }).fill(accounts.password);
  await page.getByRole("button", { name: "Se connecter", exact: true }).click();
  await page.waitForURL(`${admin}/**`);
  await ensureContribution(page);
  const storageState = await context.storageState();
  await context.close();
  console.log("\nlist           first paint   first row (target 1000)   scripts");
  for (const [list, query] of Object.entries(LISTS)) {
    const all: Awaited<ReturnType<typeof listSeen>>[] = [];
    for (let round = 0; round < rounds; round++)
      all.push(await alone(browser, { storageState }, (one) => listSeen(one, `${community}/${list}${query}`)));
    console.log(
      list.padEnd(12),
      ms(all.map(({ painted }) => painted)),
      ms(all.map(({ row }) => row)).padStart(25),
      `${(median(all.map(({ scripts }) => scripts)) / 1024).toFixed(0)} KB`.padStart(9),
      ` ${all[0]?.calls.join(" ")}`,
    );
  }
}

/** The demo has no contribution: an open draft of the manager is the row of their list. */
async function ensureContribution(page: Page): Promise<void> {
  const status = await page.evaluate(async (slug) => {
    const call = async (name: string, input: unknown, isChange = false) => {
      const json = JSON.stringify({ json: input });
      const address = `/api/core/trpc/${name}`;
      const answer = isChange
        ? await fetch(address, { method: "POST", body: json, headers: { "content-type": "application/json" } })
        : await fetch(`${address}?input=${encodeURIComponent(json)}`);
      return answer.ok ? (await answer.json()).result.data.json : Promise.reject(new Error(`${name} answers ${answer.status}`));
    };
    const me = await call("identity.me", undefined);
    const { id: communityId } = me.communities.find((one: { slug: string }) => one.slug === slug);
    const { items } = await call("datasets.list", { communityId });
    const { id: datasetId } = items.find((one: { layerCount: number }) => one.layerCount > 0);
    return call("contributions.create", { communityId, datasetId, title: "A draft of the benchmark" }, true);
  }, COMMUNITY);
  if (!status) throw new Error("no contribution was made");
}

async function listSeen(page: Page, address: string) {
  await page.addInitScript(() => {
    const seen = { row: 0 };
    Object.assign(window, { benchRow: seen });
    const look = () => {
      const row = document.querySelector("main tbody tr, main [role=row] [role=gridcell], main li a, main li button");
      if (seen.row === 0 && row?.textContent?.trim()) seen.row = performance.now();
      if (seen.row === 0) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(address, { waitUntil: "commit" });
  await page
    .waitForFunction(() => (window as { benchRow?: { row: number } }).benchRow?.row, undefined, { timeout: PATIENCE_MS })
    .catch(() => {
      throw new Error(`${address} shows no row: the list is empty, or its rows are drawn in another way`);
    });
  return page.evaluate(() => {
    const files = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const row = (window as { benchRow?: { row: number } }).benchRow?.row ?? 0;
    const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    return {
      // A row of the document is there before it is painted.
      row: Math.max(row, painted),
      painted,
      scripts: files.filter(({ name }) => /\.js(\?|$)/.test(name)).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      calls: files
        .filter(({ name, startTime }) => name.includes("/api/") && startTime < row)
        .map(
          ({ name, startTime, responseEnd }) =>
            `${name
              .replace(/.*\/api\/(core\/)?/, "")
              .replace(/\?.*/, "")
              .slice(0, 60)} ${startTime.toFixed(0)}-${responseEnd.toFixed(0)}`,
        ),
    };
  });
}

/** A page of its own, with nothing cached. */
async function alone<Result>(
  one: Browser,
  options: Parameters<Browser["newContext"]>[0],
  work: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context: BrowserContext = await one.newContext({ locale: "fr-FR", viewport: { width: 1280, height: 800 }, ...options });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    return await work(page);
  } finally {
    await context.close();
  }
}
