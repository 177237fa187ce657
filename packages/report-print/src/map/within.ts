import type { MapFrame } from "./frame.ts";
import type { Shapes, Vertex } from "./shapes.ts";

/** By the even-odd rule over all rings. */
export function isWithin([x, y]: Vertex, rings: readonly (readonly Vertex[])[]): boolean {
  let isInside = false;
  for (const ring of rings) {
    let last = ring.at(-1);
    for (const vertex of ring) {
      if (last && vertex[1] > y !== last[1] > y && x < ((last[0] - vertex[0]) * (y - vertex[1])) / (last[1] - vertex[1]) + vertex[0]) {
        isInside = !isInside;
      }
      last = vertex;
    }
  }
  return isInside;
}

/** True for areas that fill the whole frame: their limits are not on the map, and painting them would only tint it. */
export function coversFrame({ areas }: Shapes, { west, south, east, north }: MapFrame): boolean {
  const rings = areas.flat();
  const isInside = ([x, y]: Vertex) => x > west && x < east && y > south && y < north;
  if (rings.some((ring) => ring.some(isInside))) return false;
  const corners: Vertex[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
  return corners.every((corner) => isWithin(corner, rings));
}
