import type { Triple } from "@archipel/pointcloud/las/header.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lookAt } from "./place-at.ts";
import { placeOf } from "./report/chosen-points.ts";

const box = { min: [292_000, 6_832_000, 20] as Triple, max: [293_000, 6_833_000, 80] as Triple };
// Slightly turned, as projected squares are.
const footprint: [[number, number], [number, number], [number, number], [number, number]] = [
  [-5.2501, 46.5003],
  [-5.25, 46.4913],
  [-5.237, 46.4915],
  [-5.2371, 46.5005],
];

describe("a look at a place of the map", () => {
  it("is the inverse of the place of an outline", () => {
    const inside = fc.double({ min: 0, max: 1000, noNaN: true });
    fc.assert(
      fc.property(inside, inside, (x, y) => {
        const [east, north] = [292_000 + x, 6_832_000 + y];
        const place = placeOf([[east, north, 0]], [{ box, footprint }]);
        const seen = place && lookAt([place.lon, place.lat], [{ box, footprint }]);
        expect(seen?.target[0]).toBeCloseTo(east, 2);
        expect(seen?.target[1]).toBeCloseTo(north, 2);
      }),
    );
  });

  it("is nothing where no tile is", () => {
    expect(lookAt([-5.1, 46.4], [{ box, footprint }])).toBeNull();
    expect(lookAt([-5.24, 46.495], [{ box, footprint: null }])).toBeNull();
    expect(lookAt([-5.24, 46.495], [])).toBeNull();
    const flat: typeof footprint = [footprint[0], footprint[0], footprint[0], footprint[0]];
    expect(lookAt([-5.25, 46.5], [{ box, footprint: flat }])).toBeNull();
  });
});
