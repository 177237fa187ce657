import { comb, tangle } from "@archipel/testing/hostile-shapes.ts";
import { describe, expect, test } from "vitest";
import { hasManyCrossings } from "./crossing-work.ts";
import { seededRandom } from "./seeded-random.ts";
import { writeEwkb } from "./wkb.ts";

type Position = [number, number];
const polygon = (ring: Position[]) => writeEwkb({ type: "Polygon", coordinates: [ring] }, 2154, false);
const line = (coordinates: Position[]) => writeEwkb({ type: "LineString", coordinates }, 2154, false);

/** An island with bays, and smaller bays in these. */
function island(corners: number): Position[] {
  const random = seededRandom(7);
  const starts = Array.from({ length: 6 }, () => 2 * Math.PI * random());
  return Array.from({ length: corners + 1 }, (_, at) => {
    const turn = (2 * Math.PI * (at % corners)) / corners;
    const radius = starts.reduce((sum, start, n) => sum + 3e4 * 6 ** -n * Math.sin(turn * 6 ** n + start), 1e5);
    return [radius * Math.cos(turn), radius * Math.sin(turn)];
  });
}

describe("shapes whose edges are too many to compare", () => {
  test.each([4_000, 60_000])("include a comb of %i long teeth", (teeth) => {
    expect(hasManyCrossings(polygon(comb(teeth)))).toBe(true);
  });

  test("include combs among others, in a collection", () => {
    const shapes = { type: "MultiPolygon" as const, coordinates: [[comb(10)], [comb(5_000)]] };
    expect(
      hasManyCrossings(
        writeEwkb({ type: "GeometryCollection", geometries: [{ type: "Point", coordinates: [1, 2] }, shapes] }, 2154, false),
      ),
    ).toBe(true);
  });

  test("include a few edges that cross all others, or lie on one another", () => {
    expect(hasManyCrossings(polygon(tangle(151)))).toBe(true);
    const folded = Array.from({ length: 150 }, (_, at): Position => (at % 2 === 0 ? [at, at] : [1_000 - at, 1_000 - at]));
    expect(hasManyCrossings(polygon([...folded, [0, 0]]))).toBe(true);
  });

  test("include lines, which may cross themselves more often", () => {
    expect(hasManyCrossings(line(tangle(601)))).toBe(false);
    expect(hasManyCrossings(line(tangle(701)))).toBe(true);
    expect(hasManyCrossings(line(comb(4_000)))).toBe(true);
  });

  test("do not include large shapes as people have them", () => {
    expect(hasManyCrossings(polygon(comb(1_000)))).toBe(false);
    expect(hasManyCrossings(polygon(island(200_000)))).toBe(false);
    // Straight sides with many corners, and parcels that share their edges.
    const square = Array.from({ length: 40_001 }, (_, at): Position => {
      const [side, along] = [Math.floor(at / 10_000) % 4, at % 10_000];
      if (side === 0) return [along, 0];
      if (side === 1) return [10_000, along];
      return side === 2 ? [10_000 - along, 10_000] : [0, 10_000 - along];
    });
    expect(hasManyCrossings(polygon(square))).toBe(false);
    const parcels = Array.from({ length: 10_000 }, (_, at): Position[][] => {
      const [x, y] = [at % 100, Math.floor(at / 100)];
      return [
        [
          [x, y],
          [x + 1, y],
          [x + 1, y],
          [x + 1, y + 1],
          [x, y + 1],
          [x, y],
        ],
      ];
    });
    expect(hasManyCrossings(writeEwkb({ type: "MultiPolygon", coordinates: parcels }, 2154, false))).toBe(false);
    // Long strips of fields across a plain, each beside the next one.
    const strips = Array.from({ length: 20_000 }, (_, at): Position[][] => {
      const [x, y] = [(at % 100) * 30, Math.floor(at / 100) * 30];
      return [
        [
          [x, y],
          [x + 25, y + 28],
          [x + 26, y + 28],
          [x + 1, y],
          [x, y],
        ],
      ];
    });
    expect(hasManyCrossings(writeEwkb({ type: "MultiPolygon", coordinates: strips }, 2154, false))).toBe(false);
  });

  test("are not looked for in bytes that are cut off", () => {
    expect(hasManyCrossings(polygon(comb(10_000)).subarray(0, 200_000))).toBe(false);
  });
});
