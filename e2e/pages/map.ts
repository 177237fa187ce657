import { expect, type Page } from "@playwright/test";

/** The portal's map page. */
export const map = {
  canvas: (page: Page) => page.locator("canvas.maplibregl-canvas"),

  /** Waits until the panel lists what is in view: the text alternative of the drawn map. */
  async listInView(page: Page): Promise<void> {
    await page.getByRole("tab", { name: "À l’écran" }).click();
  },

  layerSwitch: (page: Page, title: string | RegExp) => page.getByRole("switch", { name: title }),

  /** Colours of the drawn canvas: more than a few means that something was painted. */
  async expectPainted(page: Page): Promise<void> {
    await expect(map.canvas(page)).toBeVisible();
    await expect
      .poll(async () => {
        const shot = await map.canvas(page).screenshot();
        return new Set(shot.subarray(shot.length >> 1, (shot.length >> 1) + 4000)).size;
      })
      .toBeGreaterThan(60);
  },
};
