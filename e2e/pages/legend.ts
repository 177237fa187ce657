import type { Page } from "@playwright/test";

/** The part of the map that no panel covers, on a page of 1280 × 720 pixels. */
const CLEAR = { x: 430, y: 90, width: 540, height: 560 };

/** Which share of the clear part of the map has each colour (`#rrggbb`), within a tolerance in each channel. */
export async function coloursOf(page: Page, colours: readonly string[], tolerance: number): Promise<number[]> {
  const picture = (await page.screenshot({ clip: CLEAR })).toString("base64");
  return page.evaluate(
    async ({ picture, colours, tolerance }) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0))]));
      const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      if (!pen) throw new Error("this browser cannot read pictures");
      pen.drawImage(bitmap, 0, 0);
      const { data } = pen.getImageData(0, 0, bitmap.width, bitmap.height);
      const channels = colours.map((colour) => [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16)));
      const found = channels.map(() => 0);
      for (let at = 0; at < data.length; at += 4)
        for (const [index, colour] of channels.entries())
          if (colour.every((value, channel) => Math.abs((data[at + channel] ?? 0) - value) <= tolerance))
            found[index] = (found[index] ?? 0) + 1;
      return found.map((count) => count / (bitmap.width * bitmap.height));
    },
    { picture, colours: [...colours], tolerance },
  );
}
