import type { Locator } from "@playwright/test";

/**
 * Presses a button that empties the draft, and reads the panel after each task of the event loop.
 *
 * @returns how often the panel called the empty draft saved before a save could begin
 */
export function savedTooEarly(button: Locator): Promise<number> {
  return button.evaluate(async (pressed: HTMLElement) => {
    const panel = pressed.closest("section");
    const task = () =>
      new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(port1.close());
        port2.postMessage(null);
      });
    const end = performance.now() + 400;
    pressed.click();
    let count = 0;
    while (performance.now() < end) {
      await task();
      if (/Rien encore\./.test(panel?.textContent ?? "") && /Brouillon enregistré/.test(panel?.textContent ?? "")) count++;
    }
    return count;
  });
}
