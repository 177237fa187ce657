import { areaOf, type DecodedFeature, decodeTile } from "@archipel/testing/decode-tile.ts";
import { faultOfPolygons } from "@archipel/testing/polygon-faults.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Position } from "../geojson.ts";
import { seededRandom } from "../seeded-random.ts";
import { tileToMercatorBbox } from "../tile-math.ts";
import { writeEwkb } from "../wkb.ts";
import { encodeTile } from "./encode-tile.ts";
import { packRows } from "./pack-rows.ts";

const tile = { z: 10, x: 518, y: 352 };
const [west, , east, north] = tileToMercatorBbox(tile);
const unit = (east - west) / 4096;

type Ring = [x: number, y: number][];

const ground = (ring: Ring): Position[] => [...ring, ...ring.slice(0, 1)].map(([x, y]) => [west + x * unit, north - y * unit]);

/** Encodes polygons, given in units of the tile, as one feature. */
function encode(polygons: Ring[][], grain = 2): DecodedFeature | undefined {
  const geometry = { type: "MultiPolygon" as const, coordinates: polygons.map((rings) => rings.map(ground)) };
  const rows = packRows([{ fid: 1, geometry: writeEwkb(geometry, 3857, false), attributes: [] }]);
  return decodeTile(encodeTile([{ name: "a", keys: [], rows }], tile, { grain })).a?.features[0];
}

const faultOf = (feature: DecodedFeature | undefined) => faultOfPolygons(feature?.parts ?? []);
const boxOf = (x: number, y: number, width: number, height = width): Ring => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];

const cases: [name: string, polygons: Ring[][], area: number, rings: number][] = [
  // The strait of 0.6 units closes and its sides cross.
  [
    "a neck that rounding turns over",
    [
      [
        [
          [0, 0],
          [50, 39.6],
          [100, 0],
          [100, 80],
          [50, 40.4],
          [0, 80],
        ],
      ],
    ],
    4000,
    2,
  ],
  [
    "a spike that rounding flattens",
    [
      [
        [
          [0, 0],
          [100, 0],
          [100, 100],
          [50, 100],
          [50.2, 400],
          [50.4, 100],
          [0, 100],
        ],
      ],
    ],
    10_000,
    1,
  ],
  [
    "a slit that rounding closes",
    [
      [
        [
          [0, 0],
          [100, 0],
          [100, 100],
          [50.3, 100],
          [50.1, 20],
          [49.8, 100],
          [0, 100],
        ],
      ],
    ],
    10_000,
    1,
  ],
  ["a hole that rounding moves onto its shell", [[boxOf(0, 0, 100), boxOf(0.3, 20, 50)]], 7500, 1],
  ["two holes that rounding joins", [[boxOf(0, 0, 100), boxOf(10, 10, 20.3), boxOf(30.4, 10, 20)]], 9200, 2],
  ["two polygons that rounding lays over one another", [[boxOf(0, 0, 50.2)], [boxOf(50.3, 10, 20)]], 2900, 1],
  ["an island in a hole too small to be drawn", [[boxOf(0, 0, 100), boxOf(20.6, 20.6, 2.3)], [boxOf(20.7, 20.7, 2.1)]], 10_000, 1],
  [
    "a shell outside the tile between its arms",
    [
      [
        [
          [4000, 0],
          [5000, 0],
          [5000, 900],
          [4000, 900],
          [4000, 600],
          [4500, 600],
          [4500, 300],
          [4000, 300],
        ],
      ],
    ],
    96_000,
    2,
  ],
];

describe("polygons stay valid in whole units", () => {
  test.each(cases)("%s", (_, polygons, area, rings) => {
    const feature = encode(polygons);
    expect(faultOf(feature)).toBeNull();
    expect(feature?.parts).toHaveLength(rings);
    expect(Math.abs((feature ? areaOf(feature) : 0) - area)).toBeLessThanOrEqual(0.02 * area);
  });

  test("a hole that simplification leaves outside its shell is not drawn outside", () => {
    // The shell's corner 0.9 units out is dropped; the hole is a sliver that follows the old edge.
    const feature = encode([
      [
        [
          [0, 0],
          [60, -0.9],
          [120, 0],
          [120, 80],
          [0, 80],
          [0, 40],
        ],
        [
          [20, -0.2],
          [60, -0.8],
          [100, -0.2],
          [60, -0.4],
        ],
      ],
    ]);
    expect(faultOf(feature)).toBeNull();
  });

  test("rings that touch at a corner keep their shape", () => {
    const feature = encode([
      [
        boxOf(0, 0, 100),
        [
          [0, 50],
          [30, 40],
          [30, 60],
        ],
      ],
      [boxOf(100, 100, 10)],
    ]);
    expect(feature?.parts).toHaveLength(3);
    expect(feature && areaOf(feature)).toBe(10_000 - 300 + 100);
    expect(faultOf(feature)).toBeNull();
  });

  test("any stars with holes and islets, however close their edges come, at any density", () => {
    const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });
    const size = fc.double({ min: 4, max: 300, noNaN: true });
    fc.assert(
      fc.property(seed, size, fc.constantFrom(2, 2, 4, 16), fc.boolean(), (start, radius, grain, isAtEdge) => {
        const polygons = starsAround(isAtEdge ? 4150 : 500, radius, seededRandom(start));
        const feature = encode(polygons, grain);
        expect(faultOf(feature)).toBeNull();
      }),
      { numRuns: 150 },
    );
  });

  test("a feature of stars is drawn with its area", () => {
    for (let seed = 0; seed < 20; seed++) {
      const stars = starsAround(500, 200, seededRandom(seed));
      const feature = encode(stars);
      const area = stars.flat().reduce((sum, ring, index) => sum + (isHoleAt(stars, index) ? -1 : 1) * Math.abs(shoelace(ring)), 0);
      const around = stars.flat().reduce((sum, ring) => sum + lengthOf(ring), 0);
      // Each edge moves by less than the tolerance and the rounding.
      expect(Math.abs((feature ? areaOf(feature) : 0) - area)).toBeLessThan(around);
    }
  });
});

/** A star of narrow rays around a middle, a hole of the same form in it, an islet in the hole, and a neighbour a hair's breadth away. */
function starsAround(middle: number, radius: number, next: () => number): Ring[][] {
  const corners = 6 + Math.floor(next() * 24);
  const reach = Array.from({ length: corners }, () => radius * (0.55 + 0.45 * next() ** 3));
  const star = (factor: number, x = middle): Ring =>
    reach.map((far, corner) => {
      const angle = ((corner + 0.9 * (corner % 2)) / corners) * 2 * Math.PI;
      return [x + far * factor * Math.cos(angle), middle + far * factor * Math.sin(angle)];
    });
  const inner = 0.5 + 0.498 * next();
  const apart = 2 * radius + 0.6 * next();
  return [[star(1), star(inner)], [star(inner * (0.5 + 0.499 * next()))], [star(1, middle + apart)]];
}

const isHoleAt = (polygons: Ring[][], index: number) => polygons.flatMap((rings) => rings.map((_, ring) => ring > 0))[index] === true;

function shoelace(ring: Ring): number {
  return ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [0, 0];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

function lengthOf(ring: Ring): number {
  return ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [0, 0];
    return sum + Math.hypot(nextX - x, nextY - y);
  }, 0);
}
