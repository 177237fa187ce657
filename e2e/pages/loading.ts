import { expect, type Page, type Request } from "@playwright/test";

/** Parts of the page that are still loading: busy regions and skeletons. */
const UNFINISHED = "[aria-busy=true], .animate-pulse";

/**
 * Follows the requests of a page from now on.
 *
 * @returns a function that waits until all requests are answered and nothing on the page is loading, twice in a row: an answer may lead to
 *   another request
 */
export function watchLoading(page: Page): () => Promise<void> {
  const pending = new Set<Request>();
  page.on("request", (request) => {
    // An event stream never ends.
    if (request.resourceType() !== "eventsource") pending.add(request);
  });
  page.on("requestfinished", (request) => pending.delete(request));
  page.on("requestfailed", (request) => pending.delete(request));
  // The requests of the previous page need no answer.
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

/**
 * Withholds the scripts of the pages that are opened from now on: the person is faster than the page.
 *
 * @returns a function that lets the scripts go
 */
export async function withholdScripts(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(/\/_next\/.*\.js/, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}
