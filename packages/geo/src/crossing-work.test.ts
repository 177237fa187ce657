import { describe, expect, test } from "vitest";
import { hasManyCrossings } from "./crossing-work.ts";
import { seededRandom } from "./seeded-random.ts";
import { writeEwkb } from "./wkb.ts";

type Position = [number, number];
const polygon = (ring: Position[]) => writeEwkb({ type: "Polygon", coordinates: [[...ring, ring[0] ?? [0, 0]]] }, 2154, false);

/** Long teeth beside one another: the boxes of all edges overlap. */
const comb = (teeth: number): Position[] => [
  ...Array.from({ length: teeth }, (_, at): Position[] => [
    [at / teeth, 0],
    [100 + at / teeth, 100],
  ]).flat(),
  [200, 0],
  [0, -1],
];

/** An island with bays, and smaller bays in these. */
function island(corners: number): Position[] {
  const random = seededRandom(7);
  const starts = Array.from({ length: 6 }, () => 2 * Math.PI * random());
  return Array.from({ length: corners }, (_, at) => {
    const turn = (2 * Math.PI * at) / corners;
    const radius = starts.reduce((sum, start, n) => sum + 3e4 * 6 ** -n * Math.sin(turn * 6 ** n + start), 1e5);
    return [radius * Math.cos(turn), radius * Math.sin(turn)];
  });
}

describe("shapes whose edges are too many to compare", () => {
  test.each([4_000, 60_000])("include a comb of %i long teeth", (teeth) => {
    expect(hasManyCrossings(polygon(comb(teeth)))).toBe(true);
  });

  test("include combs among others, in a collection", () => {
    const [small, large] = [comb(10), comb(5_000)].map((ring) => [[...ring, ring[0] ?? [0, 0]]]);
    const shapes = { type: "MultiPolygon" as const, coordinates: [small ?? [], large ?? []] };
    expect(
      hasManyCrossings(
        writeEwkb({ type: "GeometryCollection", geometries: [{ type: "Point", coordinates: [1, 2] }, shapes] }, 2154, false),
      ),
    ).toBe(true);
  });

  test("do not include large shapes as people have them", () => {
    expect(hasManyCrossings(polygon(comb(1_000)))).toBe(false);
    expect(hasManyCrossings(polygon(island(200_000)))).toBe(false);
    const line = writeEwkb({ type: "LineString", coordinates: comb(10_000) }, 2154, false);
    expect(hasManyCrossings(line)).toBe(false);
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
