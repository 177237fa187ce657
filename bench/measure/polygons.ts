import type { Position } from "@archipel/geo/geojson.ts";
import { seededRandom } from "@archipel/geo/seeded-random.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";

/** South-west corner of the generated area, in web mercator metres: north of Paris. */
export const ORIGIN_3857: readonly [number, number] = [200_000, 6_250_000];
/** Distance between neighbours, in web mercator metres. */
const SPACING = 400;

/** Side of the square that `count` polygons cover, in web mercator metres. */
export function groundSide(count: number): number {
  return Math.ceil(Math.sqrt(count)) * SPACING;
}

/** `count` polygons of 6 to 12 corners on an irregular grid, with four attributes, as rows of a layer; always the same ones. */
export async function* polygonRows(count: number) {
  const next = seededRandom(42);
  const side = Math.ceil(Math.sqrt(count));
  for (let start = 0; start < count; start += 1000) {
    yield Array.from({ length: Math.min(1000, count - start) }, (_, offset) => {
      const index = start + offset;
      const x = ORIGIN_3857[0] + (index % side) * SPACING + next() * 150;
      const y = ORIGIN_3857[1] + Math.floor(index / side) * SPACING + next() * 150;
      const corners = 6 + Math.floor(next() * 7);
      const ring: Position[] = Array.from({ length: corners }, (_, corner) => {
        const angle = (corner / corners) * 2 * Math.PI;
        const radius = 40 + next() * 90;
        return [x + Math.cos(angle) * radius, y + Math.sin(angle) * radius];
      });
      if (ring[0]) ring.push(ring[0]);
      const values = [`zone ${index}`, `class ${Math.floor(next() * 8)}`, Math.floor(next() * 1000), next() * 100];
      return { index: index + 1, values, ewkb: writeEwkb({ type: "Polygon", coordinates: [ring] }, null, false) };
    });
  }
}
