import type { Browser, Page } from "@playwright/test";

/** What a browser with an empty cache loaded for one page; bytes as transferred. */
export interface Seen {
  scriptBytes: number;
  scriptBytesBeforePaint: number;
  documentBytes: number;
  /** Until the first byte of the document. */
  firstByteMs: number;
  /** The longest time in which the page's own thread could not answer. */
  longestTaskMs: number;
  firstPaintMs: number;
  largestPaintMs: number;
  /** From a press until the next paint. */
  pressMs: number;
  /** The sum of all shifts that no press caused. */
  layoutShift: number;
}

/** Time after the page's load event: what it fetches by itself soon after counts too. */
const SETTLE_MS = 3000;
/** Time for a press to show. */
const PRESS_MS = 1000;

/** Opens an address like a phone on a slow network (Lighthouse's "slow 4G") with a four times slower processor. */
export async function measurePage(browser: Browser, address: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 150,
      downloadThroughput: 1_600_000 / 8,
      uploadThroughput: 750_000 / 8,
    });
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.addInitScript(() => {
      const [longest, press, shift] = [{ ms: 0 }, { ms: 0 }, { sum: 0 }];
      Object.assign(window, { benchLongest: longest, benchPress: press, benchShift: shift });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          if (entry instanceof PerformanceEventTiming && entry.interactionId) press.ms = Math.max(press.ms, entry.duration);
      }).observe({ type: "event", buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
          if (!entry.hadRecentInput) shift.sum += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
      }).observe({ type: "longtask", buffered: true });
    });
    await page.goto(address, { waitUntil: "load" });
    await page.waitForTimeout(SETTLE_MS);
    const seen = await read(page);
    await page.locator("header button:visible").last().click();
    await page.waitForTimeout(PRESS_MS);
    const pressMs = await page.evaluate(() => (window as { benchPress?: { ms: number } }).benchPress?.ms ?? 0);
    return { ...seen, pressMs };
  } finally {
    await context.close();
  }
}

function read(page: Page): Promise<Omit<Seen, "pressMs">> {
  return page.evaluate(async () => {
    const largest = await new Promise<number>((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? 0)).observe({
        type: "largest-contentful-paint",
        buffered: true,
      });
    });
    const firstPaintMs = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    const scripts = performance
      .getEntriesByType("resource")
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => /\.m?js(\?|$)/.test(name));
    const [document] = performance.getEntriesByType("navigation").filter((entry) => entry instanceof PerformanceNavigationTiming);
    const bytes = (some: PerformanceResourceTiming[]) => some.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    return {
      scriptBytes: bytes(scripts),
      scriptBytesBeforePaint: bytes(scripts.filter(({ responseEnd }) => responseEnd <= firstPaintMs)),
      documentBytes: document?.encodedBodySize ?? 0,
      firstByteMs: document?.responseStart ?? 0,
      longestTaskMs: (window as { benchLongest?: { ms: number } }).benchLongest?.ms ?? 0,
      firstPaintMs,
      largestPaintMs: largest,
      layoutShift: (window as { benchShift?: { sum: number } }).benchShift?.sum ?? 0,
    };
  });
}
