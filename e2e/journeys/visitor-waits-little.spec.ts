import { expect } from "@playwright/test";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";
import { portals, portalUrl } from "../pages/stack.ts";

const KB = 1024;
/** Compressed, as sent. What grows past these limits makes every visitor wait: move it to what loads later. */
const LIMITS = [
  { path: "/fr", document: 42 * KB, scripts: 152 * KB },
  { path: "/fr/catalogue", document: 24 * KB, scripts: 190 * KB },
  // All scripts of the page: MapLibre and the words are asked for before React takes the page over.
  { path: "/fr/map", document: 26 * KB, scripts: 665 * KB },
];

for (const { slug } of portals) {
  test(`pages of ${slug} are light, sent from memory, and painted before their scripts load`, async ({ page }) => {
    for (const { path, document, scripts } of LIMITS) {
      const address = `${portalUrl(slug)}${path}`;
      await page.goto(address);
      // React listens: the page is complete.
      await page.waitForFunction(() => (window as { archipelPressed?: unknown }).archipelPressed === null);
      if (path.endsWith("/map")) await map.expectPainted(page);
      const seen = await page.evaluate(async () => {
        const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
        const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
        const files = (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).filter(
          ({ initiatorType, name }) => initiatorType === "script" && /\/(_next|maplibre)\//.test(name),
        );
        const again = await fetch(location.href, { cache: "no-store" });
        await again.text();
        return {
          painted,
          document: navigation?.encodedBodySize ?? 0,
          early: files.filter(({ startTime }) => startTime < painted).map(({ name }) => name),
          scripts: files.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
          caching: again.headers.get("cache-control"),
          etag: again.headers.get("etag"),
        };
      });
      expect(seen.painted, path).toBeGreaterThan(0);
      expect(seen.early, path).toEqual([]);
      expect(seen.document, path).toBeLessThan(document);
      expect(seen.scripts, path).toBeGreaterThan(50 * KB);
      expect(seen.scripts, path).toBeLessThan(scripts);
      expect([seen.caching, seen.etag], path).toEqual(["public, max-age=0, must-revalidate", expect.stringMatching(/^W\/"/)]);
    }
  });
}

test("the map that starts before the page's scripts is the one that its visitor moves", async ({ page }) => {
  await page.addInitScript(() => {
    const made: Element[] = [];
    Object.assign(window, { madeCanvases: made });
    // An element and then its parents may be added: each counts once.
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node instanceof Element)
            for (const one of [node, ...node.querySelectorAll("*")]) if (one.matches("canvas") && !made.includes(one)) made.push(one);
    }).observe(document, { childList: true, subtree: true });
  });
  const tiles: string[] = [];
  page.on("request", (request) => /\/tiles\/.*\.mvt/.test(request.url()) && tiles.push(request.url()));
  await page.goto(`${portalUrl("urbanisme")}/fr/map`);
  await map.expectPainted(page);
  // Its label comes from React, its credits once it was taken over.
  await expect(map.canvas(page)).toHaveAccessibleName(/\S/);
  await expect(page.getByText("Natural Earth").first()).toBeVisible();
  const canvases = () =>
    page.evaluate(() => (window as { madeCanvases?: Element[] }).madeCanvases?.filter((one) => one.isConnected).length);
  expect(await page.evaluate(() => (window as { madeCanvases?: Element[] }).madeCanvases?.length)).toBe(1);
  expect(await canvases()).toBe(1);
  expect(tiles.length).toBeGreaterThan(0);
  expect(tiles.length, "each tile is asked for once").toBe(new Set(tiles).size);
  const before = new URL(page.url()).hash;
  await page.getByRole("button", { name: "Zoomer", exact: true }).click();
  await expect.poll(() => new URL(page.url()).hash).not.toBe(before);
  expect(await canvases()).toBe(1);
});
