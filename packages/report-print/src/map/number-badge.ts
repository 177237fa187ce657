import type { Projection } from "./path.ts";
import type { Shapes, Vertex } from "./shapes.ts";
import { isWithin } from "./within.ts";

/**
 * The number of a finding in a circle, on its shape and within the map. Nothing when the shape is outside of the map.
 *
 * @param taken the spots of other numbers, which this one does not hide; its own is added
 */
export function numberBadge(number: number, shapes: Shapes, projection: Projection, taken: Vertex[] = []): string {
  const isFree = ([x, y]: Vertex) => taken.every(([otherX, otherY]) => Math.hypot(x - otherX, y - otherY) >= STEP_MM);
  const spot = spotOn(shapes, projection, isFree) ?? spotOn(shapes, projection, () => true);
  if (spot === null) return "";
  taken.push(spot);
  const [x, y] = spot;
  return `<circle cx="${x}" cy="${y}" r="1.9" fill="#fff" stroke="#16202b" stroke-width="0.25"/><text x="${x}" y="${y + 0.95}" text-anchor="middle" font-family="Inter" font-weight="600" font-size="2.6" fill="#16202b">${number}</text>`;
}

const EDGE_MM = 2.5;
const STEP_MM = 4;
/** So far from the middle of the map, where the place is, a number hides nothing. */
const BESIDE_MM = 15;

/** For an area, a spot in it beside the place; for what is too small for that, for lines and points, a vertex that is on the map. */
function spotOn({ areas, lines, points }: Shapes, { at, widthMm, heightMm }: Projection, isFree: (spot: Vertex) => boolean): Vertex | null {
  const isOnMap = ([x, y]: Vertex) => x > EDGE_MM && y > EDGE_MM && x < widthMm - EDGE_MM && y < heightMm - EDGE_MM;
  const rings = areas.flat().map((ring) => ring.map(at));
  let best: Vertex | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let x = EDGE_MM; rings.length > 0 && x <= widthMm - EDGE_MM; x += STEP_MM) {
    for (let y = EDGE_MM; y <= heightMm - EDGE_MM; y += STEP_MM) {
      const off = Math.abs(Math.hypot(x - widthMm / 2, y - heightMm / 2) - BESIDE_MM);
      if (off >= least || !isFree([x, y]) || !isWithin([x, y], rings)) continue;
      best = [x, y];
      least = off;
    }
  }
  if (best !== null) return best;
  const seen = [...rings.flat(), ...[...lines.flat(), ...points].map(at)].filter((vertex) => isOnMap(vertex) && isFree(vertex));
  return seen[Math.floor(seen.length / 2)] ?? null;
}
