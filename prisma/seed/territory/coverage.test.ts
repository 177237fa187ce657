import { faultOfPolygons } from "@archipel/testing/polygon-faults.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CoverageArea, coverageAreas } from "./coverage.ts";
import type { Grid, Point } from "./grid.ts";

const grid: Grid = { west: 0, south: 0, cellMetres: 10, columns: 14, rows: 12 };
const outlines = ["curved", "straight"] as const;

/** In whole tenths of a millimetre, so that faults are found exactly. */
const fault = ({ rings }: CoverageArea) =>
  faultOfPolygons(
    rings.map((ring) => ring.map(([east, north]: Point) => ({ x: Math.round(east * 10_000), y: Math.round(north * 10_000) }))),
  );

/** A label for each cell, as rows of letters from the north; a point is nothing. */
function labelsOf(rows: readonly string[]): { grid: Grid; labels: Int32Array } {
  const columns = rows[0]?.length ?? 0;
  const labels = Int32Array.from(rows.toReversed().join(""), (letter) => (letter === "." ? 0 : letter.charCodeAt(0)));
  return { grid: { ...grid, columns, rows: rows.length }, labels };
}

const sidesOf = (area: CoverageArea) => area.rings.flatMap((ring) => ring.slice(1).map((to, index) => [ring[index], to] as [Point, Point]));

describe("areas of a coverage", () => {
  it("are valid, whatever the raster is, in metres and with both outlines", () => {
    const labels = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 14 * 12, maxLength: 14 * 12 });
    fc.assert(
      fc.property(labels, fc.constantFrom(...outlines), (cells, outline) => {
        for (const area of coverageAreas(grid, Int32Array.from(cells), { outline })) expect(fault(area)).toBeNull();
      }),
      { numRuns: 150 },
    );
  });

  it("have each side of an inner border twice, walked both ways", () => {
    const cells = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 14 * 12, maxLength: 14 * 12 });
    fc.assert(
      fc.property(cells, fc.constantFrom(...outlines), (labels, outline) => {
        const sides = coverageAreas(grid, Int32Array.from(labels), { outline }).flatMap(sidesOf);
        const known = new Set(sides.map(([from, to]) => `${from} ${to}`));
        expect(known.size).toBe(sides.length);
        const single = sides.filter(([from, to]) => !known.has(`${to} ${from}`));
        // What has one side alone is the outline of the whole, whose middle is far away.
        for (const [from] of single) {
          const inside = Math.min(from[0], from[1], 140 - from[0], 120 - from[1]);
          expect(inside).toBeLessThan(10);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("are cut where an area meets itself in a corner", () => {
    const { grid: small, labels } = labelsOf(["aaaaa", "a..aa", "a.a.a", "aa..a", "aaaaa"].map((row) => row.replaceAll("a", "A")));
    for (const outline of outlines) {
      const areas = coverageAreas(small, labels, { outline });
      expect(areas.length).toBeGreaterThan(0);
      for (const area of areas) expect(fault(area)).toBeNull();
    }
  });
});
