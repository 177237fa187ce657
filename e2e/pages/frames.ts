import type { BrowserContext } from "@playwright/test";

/** Milliseconds between two frames that a page draws itself. */
const FRAME_MS = 250;

/**
 * Lets the pages of a context draw four frames a second instead of sixty. A journey looks at what is drawn in the end, and without a
 * graphics card the frames before it take most of the processor time. Playwright's own waits are not slower: they run in another world.
 */
export async function drawFewerFrames(context: BrowserContext): Promise<void> {
  await context.addInitScript((waitMs) => {
    const draw = window.requestAnimationFrame.bind(window);
    const cancel = window.cancelAnimationFrame.bind(window);
    const cancels = new Map<number, () => void>();
    let last = 0;
    window.requestAnimationFrame = (callback) => {
      const id = ++last;
      const timer = window.setTimeout(() => {
        const frame = draw((time) => {
          cancels.delete(id);
          callback(time);
        });
        cancels.set(id, () => cancel(frame));
      }, waitMs);
      cancels.set(id, () => window.clearTimeout(timer));
      return id;
    };
    window.cancelAnimationFrame = (id) => {
      cancels.get(id)?.();
      cancels.delete(id);
    };
  }, FRAME_MS);
}
