import { expect, type Page } from "@playwright/test";

/** The portal's map page. */
export const map = {
  canvas: (page: Page) => page.locator("canvas.maplibregl-canvas"),

  /** Waits until the panel lists what is in view: the text alternative of the drawn map. */
  async listInView(page: Page): Promise<void> {
    const tab = page.getByRole("tab", { name: "À l’écran" });
    // A tab that is drawn by the server answers once the page's script is there.
    await expect(async () => {
      await tab.click();
      await expect(tab).toHaveAttribute("aria-selected", "true", { timeout: 1000 });
    }).toPass();
  },

  /** Where a place lies on the screen, by the view that the address tells once the map stands still. */
  async pixelOf(page: Page, [lon = 0, lat = 0]: readonly number[]): Promise<{ x: number; y: number }> {
    const box = await map.canvas(page).boundingBox();
    const [zoom = 0, midLat = 0, midLon = 0] = new URL(page.url()).hash.slice(1).split("/").map(Number);
    const world = 512 * 2 ** zoom;
    const mercator = (degrees: number) => Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360)) / (2 * Math.PI);
    return {
      x: (box?.x ?? 0) + (box?.width ?? 0) / 2 + ((lon - midLon) / 360) * world,
      y: (box?.y ?? 0) + (box?.height ?? 0) / 2 - (mercator(lat) - mercator(midLat)) * world,
    };
  },

  /** Waits until the address, which follows the map by a quarter of a second, does not change any more. */
  async standsStill(page: Page): Promise<void> {
    let last = "";
    await expect
      .poll(
        () => {
          const isSame = page.url() === last;
          last = page.url();
          return isSame;
        },
        { intervals: [750] },
      )
      .toBe(true);
  },

  /** Waits until a drawing has begun: before, clicks and keys move the map, also one that is painted. */
  isDrawnOn: (page: Page) => expect(page.locator("[data-editing]")).toBeVisible(),

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
