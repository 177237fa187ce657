import type { Icon } from "./names.ts";
import { ICON_SIDE, iconParts, isIcon, isShape } from "./shapes.ts";

/** How an icon is stored in an image: pixels of its side, and free pixels around it, in which a halo can be drawn. */
interface Frame {
  side: number;
  margin: number;
}
const SHAPE_FRAME: Frame = { side: 24, margin: 8 };
/** Pictograms have more detail, and no halo. */
const PICTOGRAM_FRAME: Frame = { side: 36, margin: 3 };

const frameOf = (icon: Icon) => (isShape(icon) ? SHAPE_FRAME : PICTOGRAM_FRAME);

/** `icon-size` at which an icon is one pixel high. */
export const iconScale = (icon: Icon) => 1 / frameOf(icon).side;
/** The widest halo that fits into the image of a shape, as a share of the shape's radius. */
export const MAX_HALO_SHARE = (SHAPE_FRAME.margin - 3) / (SHAPE_FRAME.side / 2);

/** The name of an icon's image in a style. */
export const iconImageName = (icon: Icon) => `icon/${icon}`;

/** Distances that the image stores, in pixels: as MapLibre's shaders expect them. */
const RANGE_PX = 8;
const EDGE = 0.75;

/**
 * The image for a name of `iconImageName`, as signed distances: MapLibre colours it, gives it a halo and keeps it sharp at every size.
 * Undefined for any other name.
 */
export function iconImage(name: string): { width: number; height: number; data: Uint8ClampedArray } | undefined {
  const [prefix, icon = ""] = name.split("/");
  if (prefix !== "icon" || !isIcon(icon)) return undefined;
  const { side, margin } = frameOf(icon);
  const width = side + margin * 2;
  const data = new Uint8ClampedArray(width * width * 4);
  const pixels = side / ICON_SIDE;
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const away = distance(icon, (x + 0.5 - margin) / pixels, (y + 0.5 - margin) / pixels) * pixels;
      data[(y * width + x) * 4 + 3] = Math.round(255 * (EDGE - away / RANGE_PX));
    }
  }
  return { width, height: width, data };
}

/** Distance to the edge of an icon, negative inside. Plain loops: it runs for each pixel and each edge while a map waits. */
function distance(icon: Icon, x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const part of iconParts(icon)) {
    let least = Number.POSITIVE_INFINITY;
    let isInside = false;
    for (const ring of part) {
      let [x0, y0] = ring.at(-1) ?? [0, 0];
      for (const [x1, y1] of ring) {
        const [dx, dy] = [x1 - x0, y1 - y0];
        const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
        least = Math.min(least, (x - x0 - dx * along) ** 2 + (y - y0 - dy * along) ** 2);
        // Even-odd over all rings of the part: a hole is outside.
        if (y0 > y !== y1 > y && x < (dx * (y - y0)) / dy + x0) isInside = !isInside;
        x0 = x1;
        y0 = y1;
      }
    }
    nearest = Math.min(nearest, isInside ? -Math.sqrt(least) : Math.sqrt(least));
  }
  return nearest;
}
