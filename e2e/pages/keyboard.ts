import { expect, type Locator, type Page } from "@playwright/test";

declare global {
  interface Window {
    /** Number of presses by a real pointer on this page. */
    pointerPresses?: number;
  }
}

/** Counts real pointer presses from now on, on each page that is opened. Presses that the drawing makes from keys are not trusted events. */
export async function watchPointer(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.pointerPresses = 0;
    for (const type of ["pointerdown", "mousedown", "touchstart"])
      window.addEventListener(
        type,
        (event) => {
          if (event.isTrusted) window.pointerPresses = (window.pointerPresses ?? 0) + 1;
        },
        true,
      );
  });
}

export async function expectNoPointer(page: Page): Promise<void> {
  expect(await page.evaluate(() => window.pointerPresses)).toBe(0);
}

/** Expects that the focused element shows its focus and is not covered, once animations and scrolling are over. */
export async function expectFocusSeen(page: Page): Promise<void> {
  const focus = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return "nothing has the focus";
      const { left, top, width, height } = element.getBoundingClientRect();
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const over = document.elementFromPoint(left + width / 2, top + height / 2);
      return {
        isVisible: element.matches(":focus-visible"),
        hasOutline: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
        isUncovered: over !== null && (element.contains(over) || over.contains(element)),
      };
    });
  await expect.poll(focus).toEqual({ isVisible: true, hasOutline: true, isUncovered: true });
}

/** The unseen ends of a dialog: they pass the focus on to its other end in the next frame. */
const ENDS = "[data-base-ui-focus-guard]";

/**
 * Presses Tab (or another key) at most `most` times, until an element has the focus. The focus must be visible. At an end of a dialog it waits
 * for the frame that passes the focus on: pages of journeys draw few frames, and a frame after further keys would take the focus back.
 */
export async function tabTo(page: Page, target: Locator, { most = 20, key = "Tab" } = {}): Promise<void> {
  // What is not there yet cannot be reached, and the keys would be used up.
  await target.first().waitFor({ state: "attached" });
  const isFocused = () =>
    target.evaluateAll(async (all, ends) => {
      if (document.activeElement?.matches(ends)) await new Promise((resolve) => requestAnimationFrame(resolve));
      return all.some((element) => element === document.activeElement);
    }, ENDS);
  // A dialog that opens on a busy machine takes the focus back for a while: a person goes on pressing.
  await expect(async () => {
    for (let pressed = 0; pressed < most && !(await isFocused()); pressed++) await page.keyboard.press(key);
    expect(await isFocused()).toBe(true);
  }).toPass();
  await expect(target).toBeFocused();
  await expectFocusSeen(page);
}
