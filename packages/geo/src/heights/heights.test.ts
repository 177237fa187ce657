import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { asciiGridLines, readAsciiGrid } from "./ascii-grid.ts";
import { contoursOf } from "./contours.ts";
import { gridBbox, type HeightGrid, heightAt, NODATA, profileOf } from "./height-grid.ts";
import { aspectOf, hillshadeOf, NO_SHADE, slopeOf } from "./slopes.ts";

/** A grid of 2 m from the heights at the middles of its cells. */
function gridOf(columns: number, rows: number, height: (x: number, y: number) => number): HeightGrid {
  const grid = { columns, rows, west: 292_000, north: 6_833_000, cell: 2, srid: 2154 };
  const values = Float32Array.from({ length: columns * rows }, (_, i) =>
    height(grid.west + ((i % columns) + 0.5) * 2, grid.north - (Math.floor(i / columns) + 0.5) * 2),
  );
  return { ...grid, values };
}

const plane = (east: number, north: number) => (x: number, y: number) => 100 + east * (x - 292_000) + north * (y - 6_833_000);
const withHole = (grid: HeightGrid, cell: number): HeightGrid => ({ ...grid, values: grid.values.with(cell, NODATA) });

describe("heights of a grid", () => {
  it("are linear between cells, and null where there is none", () => {
    const grid = gridOf(10, 8, plane(0.5, -0.25));
    expect(gridBbox(grid)).toEqual([292_000, 6_832_984, 292_020, 6_833_000]);
    expect(heightAt(grid, 292_007.3, 6_832_991.1)).toBeCloseTo(plane(0.5, -0.25)(292_007.3, 6_832_991.1), 4);
    expect(heightAt(grid, 292_000.2, 6_832_999.9)).toBeCloseTo(grid.values[0] as number, 5);
    expect(heightAt(grid, 291_999, 6_832_990)).toBeNull();
    expect(heightAt(grid, Number.NaN, 6_832_990)).toBeNull();
    expect(heightAt(withHole(grid, 33), 292_007.3, 6_832_992.5)).toBeNull();
    expect(heightAt(withHole(grid, 33), 292_011, 6_832_993)).not.toBeNull();
    expect(
      heightAt(
        gridOf(1, 1, () => 7),
        292_001.5,
        6_832_998.5,
      ),
    ).toBe(7);
  });

  it("follow a line", () => {
    const grid = gridOf(50, 50, plane(0.1, 0));
    const places = profileOf(
      grid,
      [
        [292_010, 6_832_990],
        [292_040, 6_832_990],
        [292_040, 6_832_975],
      ],
      10,
    );
    expect(places.map(({ distance }) => distance)).toEqual([0, 10, 20, 30, 40, 45]);
    expect(places.map(({ height }) => Math.round((height ?? 0) * 10) / 10)).toEqual([101, 102, 103, 104, 104, 104]);
    expect(places.at(-1)).toMatchObject({ x: 292_040, y: 6_832_975 });
    expect(profileOf(grid, [[0, 0]], 1)).toEqual([]);
    expect(() =>
      profileOf(
        grid,
        [
          [0, 0],
          [1, 1],
        ],
        0,
      ),
    ).toThrow(RangeError);
    expect(() =>
      profileOf(
        grid,
        [
          [0, 0],
          [1e9, 1],
        ],
        1,
      ),
    ).toThrow(RangeError);
  });

  it("come back from an ASCII grid", () => {
    const grid = withHole(gridOf(5, 4, plane(0.123, 0.7)), 7);
    const read = readAsciiGrid([...asciiGridLines(grid)].join(""), 2154);
    expect({ ...read, values: undefined }).toEqual({ ...grid, values: undefined });
    for (const [i, value] of grid.values.entries()) expect(read.values[i]).toBeCloseTo(value, 3);
    expect(readAsciiGrid("ncols 1\nnrows 1\nxllcenter 5\nyllcenter 5\ncellsize 10\n3.5", null)).toMatchObject({ west: 0, north: 10 });
    expect(() => readAsciiGrid("ncols 2\nnrows 1\nxllcorner 5\nyllcorner 5\ncellsize 10\n3.5", null)).toThrow("1 heights instead of 2");
    expect(() => readAsciiGrid("ncols 1e9\nnrows 1e9\nxllcorner 5\nyllcorner 5\ncellsize 10\n3.5", null)).toThrow("head");
    expect(() => readAsciiGrid("", null)).toThrow("head");
  });
});

describe("slopes", () => {
  it("of a plane are those of its equation, at the borders too", () => {
    fc.assert(
      fc.property(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -30, max: 30 }), (a, b) => {
        const [east, north] = [a / 20, b / 20];
        const grid = withHole(gridOf(6, 5, plane(east, north)), 14);
        const slopes = slopeOf(grid).values;
        const aspects = aspectOf(grid).values;
        const shades = hillshadeOf(grid, { azimuth: 120, altitude: 30 });
        const slope = (Math.atan(Math.hypot(east, north)) * 180) / Math.PI;
        const down = ((Math.atan2(-east, -north) * 180) / Math.PI + 360) % 360;
        // The law of cosines between the light and the normal.
        const [z, s, turn] = [Math.PI / 3, (slope * Math.PI) / 180, ((120 - down) * Math.PI) / 180];
        const shade = 1 + 254 * Math.max(0, Math.cos(z) * Math.cos(s) + Math.sin(z) * Math.sin(s) * Math.cos(turn));
        for (let i = 0; i < slopes.length; i++) {
          if (i === 14) {
            expect([slopes[i], aspects[i], shades[i]]).toEqual([NODATA, NODATA, NO_SHADE]);
            continue;
          }
          expect(slopes[i]).toBeCloseTo(slope, 2);
          expect(Math.abs((shades[i] as number) - shade)).toBeLessThan(0.6);
          if (a !== 0 || b !== 0) expect(Math.abs(((((aspects[i] as number) - down + 540) % 360) - 180) * slope)).toBeLessThan(0.5);
        }
        if (a === 0 && b === 0) expect(aspects[0]).toBe(NODATA);
      }),
      { numRuns: 100 },
    );
  });

  it("take the length of degrees, and exaggerate", () => {
    const grid = gridOf(4, 4, plane(1, 0));
    expect(slopeOf(grid, { unitMetres: [2, 1] }).values[5]).toBeCloseTo((Math.atan(0.5) * 180) / Math.PI, 3);
    expect(slopeOf(grid, { exaggeration: 3 }).values[5]).toBeCloseTo((Math.atan(3) * 180) / Math.PI, 3);
  });
});

describe("contour lines", () => {
  it("of a cone are circles around its top", () => {
    const [x0, y0] = [292_060, 6_832_940];
    const contours = contoursOf(
      gridOf(60, 60, (x, y) => 50 - Math.hypot(x - x0, y - y0)),
      { interval: 10 },
    );
    const circles = contours.filter(({ level }) => level > 0);
    expect(circles.map(({ level }) => level)).toEqual([10, 20, 30, 40]);
    for (const { level, lines } of circles) {
      expect(lines).toHaveLength(1);
      const [line = []] = lines;
      expect(line[0]).toEqual(line.at(-1));
      for (const [x, y] of line) expect(Math.abs(Math.hypot(x - x0, y - y0) - (50 - level))).toBeLessThan(0.2);
      // Higher ground on the left: against the clock around the top.
      const area = line.reduce(
        (sum, [x, y], i) => sum + x * (line[(i + 1) % line.length]?.[1] ?? 0) - y * (line[(i + 1) % line.length]?.[0] ?? 0),
        0,
      );
      expect(area).toBeGreaterThan(0);
    }
  });

  it("are at their level, and in each square that a level crosses", () => {
    const random = fc.integer({ min: 0, max: 2 ** 31 }).map(seededRandom);
    // Whole heights: with a whole base, corners are exactly on a level.
    fc.assert(
      fc.property(random, fc.constantFrom(1, 2, 3), fc.constantFrom(0, 0.5, -1.75), (next, interval, base) => {
        const grid = gridOf(9, 7, () => (next() < 0.1 ? NODATA : Math.floor(next() * 8)));
        const found = contoursOf(grid, { interval, base });
        for (const { level, lines } of found) for (const [x, y] of lines.flat()) expect(heightOnSide(grid, x, y)).toBeCloseTo(level, 4);
        if (base === 0) return;
        for (let level = base - 10 * interval; level < 10; level += interval) {
          const lines = found.find((contour) => contour.level === level)?.lines ?? [];
          expect(lines.reduce((sum, line) => sum + line.length - 1, 0)).toBe(crossings(grid, level));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("cross a plane from border to border", () => {
    const grid = gridOf(20, 20, plane(1, 0));
    const contours = contoursOf(grid, { interval: 5, base: 2 });
    expect(contours.map(({ level }) => level)).toEqual([102, 107, 112, 117, 122, 127, 132, 137]);
    for (const { level, lines } of contours) {
      expect(lines).toHaveLength(1);
      const [line = []] = lines;
      expect([line[0]?.[1], line.at(-1)?.[1]]).toEqual([6_832_999, 6_832_961]);
      for (const [x] of line) expect(x).toBeCloseTo(292_000 + level - 100, 3);
    }
    // A hole cuts the line that passes it.
    expect(contoursOf(withHole(grid, 10 * 20 + 6), { interval: 5, base: 2 })[2]?.lines).toHaveLength(2);
  });

  it("refuses intervals without an end", () => {
    const grid = gridOf(3, 3, plane(1, 0));
    for (const interval of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e-9])
      expect(() => contoursOf(grid, { interval })).toThrow(RangeError);
  });
});

/** Pieces of a level in all squares: one for each two sides that it crosses. */
function crossings({ columns, rows, values }: HeightGrid, level: number): number {
  let sides = 0;
  for (let at = 0; at < columns * (rows - 1); at++) {
    const corners = [at, at + 1, at + columns + 1, at + columns].map((i) => values[i] as number);
    if (at % columns === columns - 1 || corners.includes(NODATA)) continue;
    sides += corners.filter((value, i) => value >= level !== (corners[(i + 1) % 4] as number) >= level).length;
  }
  return sides / 2;
}

/** The height where a contour crosses the side between two cells. */
function heightOnSide({ columns, west, north, cell, values }: HeightGrid, x: number, y: number): number {
  const [u, v] = [(x - west) / cell - 0.5, (north - y) / cell - 0.5];
  const [column, row] = [Math.floor(u + 1e-9), Math.floor(v + 1e-9)];
  const [dx, dy] = [Math.max(0, u - column), Math.max(0, v - row)];
  const at = (right: number, below: number) => values[(row + below) * columns + column + right] as number;
  if (dx < 1e-6 && dy < 1e-6) return at(0, 0);
  return dx > dy ? at(0, 0) * (1 - dx) + at(1, 0) * dx : at(0, 0) * (1 - dy) + at(0, 1) * dy;
}
