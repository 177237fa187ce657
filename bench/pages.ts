// Pages of a portal with an empty cache: kilobytes of scripts (compressed, as transferred), time to the first and the largest
// content, until a press of a button of the header shows, and how much moves meanwhile (Google's CLS).
//   node bench/pages.ts [rounds = 5]     PORTAL_PORT; needs a running demo of built sites on this machine (`npm run demo`)
// Chromium simulates a phone on a slow network: 1.6 Mbit/s, 150 ms, a four times slower processor.
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { machine } from "./measure/cpu.ts";
import { measurePage, type Seen } from "./measure/page-load.ts";
import { median } from "./measure/times.ts";

/** Chromium without windows. */
const SHELL = "/usr/bin/chromium-headless-shell";
const rounds = Number(process.argv[2] ?? 5);
const at = (slug: string) => `http://${slug}.localhost:${process.env.PORTAL_PORT ?? 3000}`;
const site = at("urbanisme");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? (existsSync(SHELL) ? SHELL : "/usr/bin/chromium"),
  args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage"],
});
try {
  console.log(`${machine()}\n${rounds} rounds, medians; an anonymous visitor, nothing cached\n`);
  console.log(
    "page        scripts   before first paint   page itself   first byte   first paint   largest paint   longest task   press   shift",
  );
  for (const [name, path] of Object.entries(await addresses())) {
    const all: Seen[] = [];
    for (let round = 0; round < rounds; round++) all.push(await measurePage(browser, path.startsWith("http") ? path : site + path));
    const typical = (of: (seen: Seen) => number) => median(all.map(of));
    const kilobytes = (of: (seen: Seen) => number) => `${(typical(of) / 1024).toFixed(0)} KB`;
    console.log(
      name.padEnd(10),
      kilobytes((seen) => seen.scriptBytes).padStart(8),
      kilobytes((seen) => seen.scriptBytesBeforePaint).padStart(20),
      kilobytes((seen) => seen.documentBytes).padStart(13),
      `${typical((seen) => seen.firstByteMs).toFixed(0)} ms`.padStart(12),
      `${typical((seen) => seen.firstPaintMs).toFixed(0)} ms`.padStart(13),
      `${typical((seen) => seen.largestPaintMs).toFixed(0)} ms`.padStart(15),
      `${typical((seen) => seen.longestTaskMs).toFixed(0)} ms`.padStart(14),
      `${typical((seen) => seen.pressMs).toFixed(0)} ms`.padStart(7),
      typical((seen) => seen.layoutShift)
        .toFixed(3)
        .padStart(7),
    );
  }
} finally {
  await browser.close();
}

/** The pages that visitors open first, including one dataset of the catalogue. */
async function addresses(): Promise<Record<string, string>> {
  const page = await browser.newPage();
  await page.goto(`${site}/fr/catalogue`);
  const dataset = await page.locator("main a[href*='/catalogue/']").first().getAttribute("href");
  await page.close();
  return {
    home: "/fr",
    risks: `${at("risques")}/fr`,
    lidar: `${at("lidar")}/fr`,
    catalogue: "/fr/catalogue",
    dataset: dataset ?? "/fr/catalogue",
    map: "/fr/map",
    answer: "/fr/answer",
    legal: "/fr/legal/cookies",
    reports: "/fr/reports",
    help: "/fr/help",
  };
}
