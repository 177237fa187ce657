import { seededRandom } from "@archipel/geo/seeded-random.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Area, AreaError, MOST_VERTICES, PLACE, type Rings } from "./area.ts";

const square = (west: number, south: number, side: number): [number, number][] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
];

describe("an area", () => {
  it("has holes and several parts", () => {
    const area = new Area([[square(0, 0, 10), square(4, 4, 2)], [square(20, 0, 5)]]);
    expect([area.contains(1, 1), area.contains(5, 5), area.contains(15, 1), area.contains(22, 3)]).toEqual([true, false, false, true]);
    expect(area.bounds).toEqual([0, 0, 25, 10]);
    expect(area.surface).toBeCloseTo(100 - 4 + 25, -1);
    expect(area.placeOf([1, 1, 2, 2])).toBe(PLACE.inside);
    expect(area.placeOf([11, 1, 12, 2])).toBe(PLACE.outside);
    expect(area.placeOf([-5, -5, -1, -1])).toBe(PLACE.outside);
    expect(area.placeOf([-5, -5, 50, 50])).toBe(PLACE.border);
    expect(area.shareOf([0, 0, 8, 8])).toBeCloseTo(60 / 64, 1);
  });

  it("holds a box only if all of it is inside, and touches it if any of it is", () => {
    const ringArb = fc.array(fc.tuple(fc.double({ min: 3, max: 40, noNaN: true })), { minLength: 3, maxLength: 12 }).map((radii) =>
      radii.map(([radius], index): [number, number] => {
        const angle = (2 * Math.PI * index) / radii.length;
        return [50 + radius * Math.cos(angle), 50 + radius * Math.sin(angle)];
      }),
    );
    const side = fc.integer({ min: 1, max: 12 });
    const boxArb = fc
      .tuple(fc.integer({ min: 20, max: 70 }), fc.integer({ min: 20, max: 70 }), side, side)
      .map(([west, south, width, height]): [number, number, number, number] => [west, south, west + width, south + height]);
    let [held, touched] = [0, 0];
    fc.assert(
      fc.property(ringArb, boxArb, (ring, box) => {
        const area = new Area([[ring]]);
        const [west, south, east, north] = box;
        const grid = Array.from({ length: 441 }, (_, i) => [
          west + ((east - west) * (i % 21)) / 20,
          south + ((north - south) * Math.floor(i / 21)) / 20,
        ]);
        const inside = grid.filter(([x = 0, y = 0]) => area.contains(x, y)).length;
        if (area.holds(box)) {
          held++;
          expect(inside).toBe(441);
          expect(area.touches(box)).toBe(true);
        }
        if (!area.touches(box)) {
          touched++;
          expect(inside).toBe(0);
        }
        // What is inside with a margin is held, what is far away is not touched.
        const wider = [west - 1, south - 1, east + 1, north + 1] as [number, number, number, number];
        if (area.placeOf(wider) === PLACE.inside) expect(area.holds(box)).toBe(true);
        if (area.placeOf(wider) === PLACE.outside) expect(area.touches(box)).toBe(false);
      }),
      { numRuns: 2_000, seed: 7 },
    );
    expect(Math.min(held, touched)).toBeGreaterThan(20);
    const square10 = new Area([[square(0, 0, 10)]]);
    expect([square10.holds([0.1, 0.1, 9.9, 9.9]), square10.holds([0.1, 0.1, 10.1, 9.9]), square10.touches([10.001, 0, 11, 1])]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("has polygons that overlap", () => {
    const area = new Area([[square(0, 0, 10)], [square(5, 5, 10), square(6, 6, 2)], [square(1, 1, 3)]]);
    expect([area.contains(2, 2), area.contains(7, 7), area.contains(9, 9), area.contains(12, 12), area.contains(12, 2)]).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it("refuses what is no area", () => {
    expect(() => new Area([])).toThrow(AreaError);
    expect(
      () =>
        new Area([
          [
            [
              [0, 0],
              [1, 1],
              [0, 0],
            ],
          ],
        ]),
    ).not.toThrow();
    expect(
      () =>
        new Area([
          [
            [
              [0, 0],
              [1, 0],
              [2, 0],
            ],
          ],
        ]),
    ).toThrow("lines or points");
    expect(
      () =>
        new Area([
          [
            [
              [0, 0],
              [Number.NaN, 1],
              [2, 0],
            ],
          ],
        ]),
    ).toThrow("not a number");
    expect(
      () =>
        new Area([
          [
            [
              [-1.7e308, 0],
              [1.7e308, 1],
              [2, 5],
            ],
          ],
        ]),
    ).toThrow("larger than numbers");
    const many = Array.from({ length: MOST_VERTICES + 1 }, (_, i) => [Math.cos(i), Math.sin(i)]);
    expect(() => new Area([[many]])).toThrow("vertices");
  });

  it("says of each place what the rule says, edge by edge", () => {
    // Small whole numbers, so that many places lie on edges and vertices.
    const position = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }));
    const rings = fc.array(fc.array(position, { minLength: 3, maxLength: 9 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(rings, fc.tuple(fc.integer({ min: -1, max: 52 }), fc.integer({ min: -1, max: 52 })), (polygon, [px, py]) => {
        const isFlat = [0, 1].some((axis) => new Set(polygon.flat().map((place) => place[axis])).size === 1);
        fc.pre(!isFlat);
        const [x, y] = [px / 4, py / 4];
        expect(new Area([polygon]).contains(x, y)).toBe(isOdd(polygon, x, y));
      }),
      { numRuns: 500 },
    );
  });

  it("shares no point with its neighbours, and loses none between them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const random = seededRandom(seed);
        // Cells of an uneven mesh; each other one turns the other way round.
        const lines = 5;
        const mesh = Array.from({ length: lines + 1 }, (_, row) =>
          Array.from({ length: lines + 1 }, (_, column) => {
            const isEdge = row === 0 || column === 0 || row === lines || column === lines;
            const moved = () => (isEdge ? 0 : Math.round((random() - 0.5) * 8) / 10);
            return [292_000 + column + moved(), 6_832_000 + row + moved()];
          }),
        );
        const corner = (row: number, column: number) => (mesh[row] as number[][])[column] as number[];
        const areas = Array.from({ length: lines * lines }, (_, i) => {
          const [row, column] = [Math.floor(i / lines), i % lines];
          const ring = [corner(row, column), corner(row, column + 1), corner(row + 1, column + 1), corner(row + 1, column)];
          return new Area([[i % 2 === 0 ? ring : ring.toReversed()]]);
        });
        for (let i = 0; i < 200; i++) {
          // Tenths and middles of edges, on which places lie exactly.
          const [x, y] = [292_000 + Math.floor(random() * 50) / 10, 6_832_000 + Math.floor(random() * 50) / 10];
          expect(areas.filter((area) => area.contains(x, y))).toHaveLength(1);
        }
        for (const place of mesh.slice(1, lines).flatMap((row) => row.slice(1, lines)))
          expect(areas.filter((area) => area.contains(place[0] as number, place[1] as number))).toHaveLength(1);
      }),
      { numRuns: 20 },
    );
  });
});

/** The rule without index. */
function isOdd(rings: Rings, x: number, y: number): boolean {
  let isInside = false;
  for (const ring of rings) {
    for (const [i, [x1 = 0, y1 = 0]] of ring.entries()) {
      const [x0 = 0, y0 = 0] = ring[(i + ring.length - 1) % ring.length] ?? [];
      if (y0 > y === y1 > y) continue;
      // Fractions of whole numbers: exact in doubles.
      const [lowX, lowY, highX, highY] = y0 < y1 ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
      if ((x - lowX) * (highY - lowY) < (highX - lowX) * (y - lowY)) isInside = !isInside;
    }
  }
  return isInside;
}
