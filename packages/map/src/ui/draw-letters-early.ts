import type { Map as MapLibreMap, StyleSpecification } from "maplibre-gl";

/** What names and numbers of a first view are written with, the most frequent first; others are drawn when a tile needs them. */
const LETTERS = [..." -eaisrntlouéBLdmcpPS0123456789hgvCMRTDbHGfxyèAENUVIFOX▲ëÉzjqkJWKYZ'’ôâîçÎ."];

/**
 * Draws letters while the page's thread waits for tiles. MapLibre draws a letter when the first tile asks for it, and the tile waits: on a
 * slow processor, the fifty letters of a view take a quarter of a second. A browser that cannot put other work first draws them then.
 */
export function drawLettersEarly(map: MapLibreMap, style: StyleSpecification): void {
  if (typeof scheduler === "undefined") return;
  const wanted = fontsOf(style).flatMap((font) => LETTERS.map((letter) => ({ [font]: { default: [letter] } })));
  let isNeeded = true;
  const stop = () => {
    isNeeded = false;
  };
  // One letter for each task: a message of the worker never waits for more.
  const drawNext = async () => {
    const next = isNeeded ? wanted.shift() : undefined;
    if (!next) return;
    await map.style.glyphManager.getGlyphs(next);
    later();
  };
  const later = () => {
    scheduler.postTask(drawNext, { priority: "background" }).catch(() => {});
  };
  // The first frame asks for the tiles.
  map.once("render", later);
  map.once("load", stop);
  map.once("remove", stop);
}

/** The fonts of a style's names. */
function fontsOf({ layers }: StyleSpecification): string[] {
  const stacks = layers.flatMap(({ layout }) => {
    const font = layout && "text-font" in layout ? layout["text-font"] : undefined;
    return Array.isArray(font) && font.every((name) => typeof name === "string") ? [font.join(",")] : [];
  });
  return [...new Set(stacks)];
}
