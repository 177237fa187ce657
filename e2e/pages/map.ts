import { expect, type Page } from "@playwright/test";

/** The portal's map page. */
export const map = {
  canvas: (page: Page) => page.locator("canvas.maplibregl-canvas"),

  /** Opens the panel's list of features in view: the text alternative of the map. */
  async listInView(page: Page): Promise<void> {
    const tab = page.getByRole("tab", { name: "À l’écran" });
    // A tab rendered by the server reacts only once the page is hydrated.
    await expect(async () => {
      await tab.click();
      await expect(tab).toHaveAttribute("aria-selected", "true", { timeout: 1000 });
    }).toPass();
  },

  /** The screen position of a place (lon, lat), from the view in the address; call it when the map is still. */
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

  /** Waits until the address no longer changes. It follows the map with a delay of a quarter of a second. */
  async waitUntilStill(page: Page): Promise<void> {
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

  /** Waits until a drawing has started. Before that, clicks and keys move the map, even if it is already painted. */
  expectDrawing: (page: Page) => expect(page.locator("[data-editing]")).toBeVisible(),

  layerSwitch: (page: Page, title: string | RegExp) => page.getByRole("switch", { name: title }),

  /** Expects that the map is painted: its canvas has many colours. */
  async expectPainted(page: Page): Promise<void> {
    await expect(map.canvas(page)).toBeVisible();
    await expect
      .poll(async () => {
        // The canvas that a page puts in another's place is gone: look again.
        const shot = await map
          .canvas(page)
          .screenshot()
          .catch(() => Buffer.alloc(0));
        return new Set(shot.subarray(shot.length >> 1, (shot.length >> 1) + 4000)).size;
      })
      .toBeGreaterThan(60);
  },
};
