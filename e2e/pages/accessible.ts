import { expect, type Page } from "@playwright/test";
import axeCore from "axe-core";

declare global {
  interface Window {
    axe: typeof axeCore;
  }
}

/** Axe's rules for what the dark colour scheme and other themes change. */
export const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/**
 * Expects that axe finds no violation of all rules or some, on the page or a part of it. It waits for running animations first: a button
 * between dark and light colours has the contrast of neither.
 */
export async function expectAccessible(page: Page, { part, rules }: { part?: string; rules?: string[] } = {}): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const patience = performance.now() + 30_000;
    // An animation starts in the frame after a change, and its end may start another one: wait for two frames without any.
    for (let still = 0; still < 2 && performance.now() < patience; ) {
      await frame();
      const passing = document.getAnimations().filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)));
      still = passing.some(({ playState }) => playState === "running") ? 0 : still + 1;
    }
  });
  expect(await violationsOf(page, { part, rules })).toEqual([]);
}

/**
 * Expects that a change of colour starts no transition for a person who asked for reduced motion. Even a very short one runs on each element
 * whose colour is inherited, one after the other.
 */
export async function expectNoTransition(page: Page): Promise<void> {
  const started = await page.evaluate(() => {
    const { body } = document;
    // A colour that no theme has.
    body.style.color = "rgb(1 2 3)";
    const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    body.style.removeProperty("color");
    return transitions.length;
  });
  expect(started).toBe(0);
}

/** Expects that nothing of the page reaches beyond a phone's width: a page that scrolls sideways cannot be read (WCAG 1.4.10). */
export async function expectFitsPhone(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(beyond, { message: `${page.url()} is wider than a phone` }).toBe(0);
  if (before) await page.setViewportSize(before);
}

/**
 * Runs axe in the page and returns what it found, in short. A page is given axe once, however often it is checked, because reading axe takes
 * longer than most checks. Axe reads frames of the page's own origin too; our pages have no others.
 */
async function violationsOf(page: Page, what: { part: string | undefined; rules: string[] | undefined }): Promise<string[]> {
  for (const frame of page.frames()) {
    const given = frame.evaluate(() => "axe" in window).then((has) => (has ? undefined : frame.evaluate(axeCore.source)));
    // A preview may be loaded again meanwhile; the page itself never is.
    await (frame === page.mainFrame() ? given : given.catch(() => undefined));
  }
  return page.evaluate(async ({ part, rules }) => {
    const { violations } = await window.axe.run(part ?? ":root", {
      resultTypes: ["violations"],
      ...(rules && { runOnly: { type: "rule", values: rules } }),
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  }, what);
}
