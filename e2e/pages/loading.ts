import { expect, type Page, type Request } from "@playwright/test";

/** What says that something is still to come: a busy region, or the place that a part of the page is kept. */
const UNFINISHED = "[aria-busy=true], .animate-pulse";

/**
 * Follows what a page asks for, from now on. The function that it gives waits until all answers are there and nothing on the page is still
 * to come, twice in a row: an answer may make the page ask again.
 */
export function watchLoading(page: Page): () => Promise<void> {
  const pending = new Set<Request>();
  page.on("request", (request) => {
    // A stream of events never ends.
    if (request.resourceType() !== "eventsource") pending.add(request);
  });
  page.on("requestfinished", (request) => pending.delete(request));
  page.on("requestfailed", (request) => pending.delete(request));
  // What a page that was left had asked for needs no answer any more.
  page.on("domcontentloaded", () => pending.clear());
  return async () => {
    let calm = 0;
    await expect
      .poll(
        async () => {
          const isCalm = pending.size === 0 && (await page.locator(UNFINISHED).count()) === 0;
          calm = isCalm ? calm + 1 : 0;
          return calm;
        },
        { intervals: [150] },
      )
      .toBeGreaterThanOrEqual(2);
  };
}
