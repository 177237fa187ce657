import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

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
  // The other mode opens a second page for each check, for frames of other origins: our pages have none.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (part) axe.include(part);
  if (rules) axe.withRules(rules);
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
}
