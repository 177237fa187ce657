import { createRequire } from "node:module";
import type Sharp from "sharp";

/** The loaders of the formats that we accept. libvips has more than forty. */
const LOADERS = ["Jpeg", "Png", "Webp", "Heif", "Svg"].map((format) => `VipsForeignLoad${format}`);

/** Loads sharp with one thread and no cache, and forbids all other loaders. */
export function loadSharp(): typeof Sharp {
  const sharp = createRequire(import.meta.url)("sharp") as typeof Sharp;
  sharp.concurrency(1);
  sharp.cache(false);
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: LOADERS });
  return sharp;
}
