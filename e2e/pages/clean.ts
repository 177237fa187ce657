import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Rules on what the dark look and other themes change. */
export const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/**
 * Axe finds nothing, on the page or a part of it, by all rules or some: what it sees is what a screen reader's user meets. It looks once colours
 * stand still: a button on its way from the dark look to the light one has neither's contrast.
 */
export async function expectClean(page: Page, { part, rules }: { part?: string; rules?: string[] } = {}): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const patience = performance.now() + 30_000;
    // What has just changed begins to move with the next frame, and what has moved may set other things moving.
    for (let still = 0; still < 2 && performance.now() < patience; ) {
      await frame();
      const passing = document.getAnimations().filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)));
      still = passing.some(({ playState }) => playState === "running") ? 0 : still + 1;
    }
  });
  const axe = new AxeBuilder({ page });
  if (part) axe.include(part);
  if (rules) axe.withRules(rules);
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
}
