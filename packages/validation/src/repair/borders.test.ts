import { forEachPosition, type Geometry, type Position } from "@archipel/geo/geojson.ts";
import { readWkb } from "@archipel/geo/wkb.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Delivery } from "../delivery/delivery.ts";
import { judge } from "../geometry/validity.ts";
import { compileModel } from "../model/compile.ts";
import type { GeometryRules } from "../model/geometry.ts";
import { makeDelivery, square } from "../testing/make-delivery.ts";
import { modelOf, runCheck } from "../testing/run-check.ts";
import { snapShape } from "./borders.ts";
import { lineageOf, lineageSentences } from "./lineage.ts";
import { operationFor } from "./offered.ts";
import type { OneClick } from "./recipe.ts";
import { repairedDelivery } from "./repaired.ts";
import { comparedTables, defaultPrecision, gridOf, snapToGrid } from "./repairs/snap-precision.ts";
import { shapeSubjectOf } from "./shapes.ts";

const [X, Y] = [620_000, 6_750_000];
const ring = (...positions: Position[]): Geometry => ({ type: "Polygon", coordinates: [positions] });
const positionsOf = (geometry: Geometry) => {
  const all: Position[] = [];
  forEachPosition(geometry, (position) => void all.push(position));
  return all;
};

/** Valid areas around a centre, with and without hole and heights. Many are about as small as the grid. */
const areas = fc
  .record({
    turns: fc.array(fc.record({ step: fc.double({ min: 0.05, max: 1, noNaN: true }), far: fc.double({ min: 0.2, max: 1, noNaN: true }) }), {
      minLength: 3,
      maxLength: 24,
    }),
    size: fc.double({ min: 0.0005, max: 40, noNaN: true }),
    at: fc.tuple(fc.double({ min: -50, max: 50, noNaN: true }), fc.double({ min: -50, max: 50, noNaN: true })),
    hasHole: fc.boolean(),
    hasZ: fc.boolean(),
  })
  .map(({ turns, size, at: [dx, dy], hasHole, hasZ }): Geometry => {
    const whole = turns.reduce((sum, { step }) => sum + step, 0);
    const around = (scale: number): Position[] => {
      let angle = 0;
      const line = turns.map(({ step, far }, index): Position => {
        angle += (2 * Math.PI * step) / whole;
        const [x, y] = [X + dx + Math.cos(angle) * far * size * scale, Y + dy + Math.sin(angle) * far * size * scale];
        return hasZ ? [x, y, index] : [x, y];
      });
      return [...line, line[0] ?? [0, 0]];
    };
    return { type: "Polygon", coordinates: hasHole ? [around(1), around(0.3)] : [around(1)] };
  })
  .filter((geometry) => judge(geometry).fault === null);

const subject = (precision: number, srid = 2154) =>
  shapeSubjectOf({ rules: { type: "polygon" }, srid, toPlane: null, emprise: null, complexity: undefined }, true, precision);

describe("snapping a geometry to a grid", () => {
  test("keeps an area valid, its rings closed and its heights; an area that would become invalid is left unchanged and reported so", () => {
    fc.assert(
      fc.property(areas, fc.constantFrom(0.001, 0.01, 0.1, 1), (area, precision) => {
        const { geometry, isLeft } = snapShape(area, subject(precision));
        expect(judge(geometry).fault).toBeNull();
        if (isLeft) {
          expect(geometry).toEqual(area);
          return;
        }
        const rounded = (value: number) => Number(value.toFixed(-Math.log10(precision)));
        for (const [x, y] of positionsOf(geometry)) expect([x, y]).toEqual([rounded(x), rounded(y)]);
        for (const line of geometry.type === "Polygon" ? geometry.coordinates : []) {
          expect(line.at(-1)?.slice(0, 2)).toEqual(line[0]?.slice(0, 2));
          expect(line.some(([x, y], index) => index > 0 && line[index - 1]?.[0] === x && line[index - 1]?.[1] === y)).toBe(false);
        }
        const heights = new Set(positionsOf(area).map(([, , z]) => z));
        expect(positionsOf(geometry).every(([, , z]) => heights.has(z))).toBe(true);
        // Snapping again changes nothing.
        expect(snapShape(geometry, subject(precision))).toEqual({ geometry, isLeft: false });
      }),
      { numRuns: 400 },
    );
  });

  test("removes parts narrower than the grid; returns null when nothing would be left", () => {
    expect(snapToGrid(square(0, 0, 0.004), 0.01)).toBeNull();
    expect(snapToGrid({ type: "MultiPolygon", coordinates: [square(0, 0, 1), square(5, 5, 0.004)].map(ringsOf) }, 0.01)).toEqual({
      type: "MultiPolygon",
      coordinates: [ringsOf(square(0, 0, 1))],
    });
    expect(
      snapToGrid(
        {
          type: "LineString",
          coordinates: [
            [0, 0],
            [0.001, 0],
            [2, 0.123456],
          ],
        },
        0.01,
      ),
    ).toEqual({
      type: "LineString",
      coordinates: [
        [0, 0],
        [2, 0.12],
      ],
    });
    expect(snapToGrid({ type: "Point", coordinates: [1.23456, 9.87654, 3.3333] }, 0.01)).toEqual({
      type: "Point",
      coordinates: [1.23, 9.88, 3.3333],
    });
  });

  test("leaves a geometry unchanged when the grid would close a narrow passage", () => {
    const hourglass = ring([0, 0], [1, 0], [0.502, 0.5], [1, 1], [0, 1], [0.498, 0.5], [0, 0]);
    expect(snapShape(hourglass, subject(0.1))).toEqual({ geometry: hourglass, isLeft: true });
  });
});

const ringsOf = (geometry: Geometry) => (geometry.type === "Polygon" ? geometry.coordinates : []);

describe("the default grid", () => {
  const compiled = (geometry: GeometryRules, other: GeometryRules = { type: "polygon" }) =>
    compileModel(modelOf({ T: { fields: [], geometry }, U: { fields: [], geometry: other } }));
  test.each([
    ["a millimetre when no rule compares the table", { type: "polygon" }, 0.001],
    ["a centimetre when the tolerance is a centimetre", { type: "polygon", noOverlap: [{}] }, 0.01],
    ["a millimetre when there is no tolerance", { type: "polygon", noOverlap: [{ tolerance: 0 }] }, 0.001],
    ["below the smallest tolerance", { type: "polygon", noOverlap: [{}], inside: [{ table: "U", tolerance: 0.004 }] }, 0.001],
    ["ten centimetres at most", { type: "polygon", noOverlap: [{ tolerance: 1 }] }, 0.1],
  ] as const)("is %s", (_, geometry, precision) => {
    expect(defaultPrecision(["T"], compiled(geometry as GeometryRules))).toBe(precision);
  });

  test("is the same for all tables that rules compare", () => {
    const model = compiled({ type: "polygon" }, { type: "polygon", inside: [{ table: "T" }] });
    expect([...comparedTables(["T"], model)].sort()).toEqual(["T", "U"]);
  });

  test("is converted to the units of the table", () => {
    expect([gridOf(0.01, 2154), gridOf(0.001, 4326), gridOf(0.01, 4326), gridOf(0.1, 4171)]).toEqual([0.01, 1e-8, 1e-7, 1e-6]);
  });
});

async function shapesOf(delivery: Delivery): Promise<Geometry[]> {
  const found: Geometry[] = [];
  for (const table of delivery.tables)
    for await (const batch of table.rows()) for (const { ewkb } of batch) if (ewkb) found.push(readWkb(ewkb).geometry);
  return found;
}

const table = (name: string, geometries: readonly Geometry[], srid = 2154) => ({
  file: `${name}.gpkg`,
  fields: { K: "text" as const },
  rows: geometries.map((geometry, index) => ({ values: [String(index + 1)], geometry })),
  srid,
});
const model = (rules: Partial<GeometryRules>) =>
  modelOf({
    PARTS: { fields: [{ name: "K", type: "string" }], geometry: { type: "polygon", ...rules } },
    WHOLE: { fields: [{ name: "K", type: "string" }], geometry: { type: "polygon" } },
  });

describe("common borders", () => {
  const whole = square(X, Y, 10);
  const left = ring([X, Y], [X + 5.0002, Y], [X + 5.0002, Y + 10], [X, Y + 10], [X, Y]);
  const right = ring([X + 5, Y], [X + 10, Y], [X + 10.0003, Y + 10], [X + 5, Y + 10], [X + 5, Y]);
  test.each([
    ["overlap", "geometry-overlap", { noOverlap: [{ tolerance: 0 }] }],
    ["lie outside", "geometry-not-inside", { inside: [{ table: "WHOLE", tolerance: 0 }] }],
    ["leave gaps", "geometry-partition", { partitionOf: [{ table: "WHOLE", tolerance: 0 }] }],
  ] as const)("of geometries that %s by less than the grid are snapped together", async (_, code, rules) => {
    const asked = model(rules as unknown as Partial<GeometryRules>);
    const delivery = makeDelivery({ tables: [table("PARTS", [left, right]), table("WHOLE", [whole])] });
    const before = await runCheck(delivery, asked);
    const finding = before.findings.find((found) => found.code === code);
    expect(finding).toMatchObject({ repair: "snap-precision", row: expect.any(Number) });
    // The repair of one finding repairs all: a single geometry would separate from its neighbours.
    const operation = operationFor(finding as never, "finding");
    expect(operation?.on.row).toBeUndefined();
    const repaired = repairedDelivery(delivery, asked, { operations: [operation as OneClick] });
    expect((await runCheck(repaired, asked)).findings).toEqual([]);
    for (const shape of await shapesOf(repaired))
      for (const [x, y] of positionsOf(shape)) expect([x, y]).toEqual([Number(x.toFixed(3)), Number(y.toFixed(3))]);
  });

  test("in degrees", async () => {
    const asked = model({ noOverlap: [{ tolerance: 0.001 }] });
    const a = ring([1.9, 47.9], [1.9010000301, 47.9], [1.901, 47.901], [1.9, 47.901], [1.9, 47.9]);
    const b = ring([1.901, 47.9], [1.902, 47.9], [1.902, 47.901], [1.901, 47.901], [1.901, 47.9]);
    const delivery = makeDelivery({ tables: [table("PARTS", [a, b], 4326)] });
    const { findings } = await runCheck(delivery, asked);
    const finding = findings.find(({ code }) => code === "geometry-overlap");
    expect(finding?.repair).toBeNull();
    // The gap is wider than the default grid; a person may choose a coarser grid.
    const on = { code: "geometry-overlap" as const, fileModel: "PARTS" };
    const coarser = repairedDelivery(delivery, asked, { operations: [{ repair: "snap-precision", on, params: { precision: 0.01 } }] });
    expect((await runCheck(coarser, asked)).findings.map(({ code }) => code)).toEqual([]);
    expect((await shapesOf(coarser))[0]).toEqual(ring([1.9, 47.9], [1.901, 47.9], [1.901, 47.901], [1.9, 47.901], [1.9, 47.9]));
  });

  test("a real overlap has no repair", async () => {
    const asked = model({ noOverlap: [{}] });
    const delivery = makeDelivery({ tables: [table("PARTS", [square(X, Y, 10), square(X + 9, Y, 10)])] });
    const { findings } = await runCheck(delivery, asked);
    expect(findings.find(({ code }) => code === "geometry-overlap")?.repair).toBeNull();
  });

  test("a geometry that would become invalid is left unchanged, and counted", async () => {
    const asked = model({ noOverlap: [{ tolerance: 0 }] });
    const thin = ring(
      [X, Y - 20],
      [X + 1, Y - 20],
      [X + 0.50002, Y - 19.5],
      [X + 1, Y - 19],
      [X, Y - 19],
      [X + 0.49998, Y - 19.5],
      [X, Y - 20],
    );
    const delivery = makeDelivery({ tables: [table("PARTS", [left, right, thin])] });
    const repaired = repairedDelivery(delivery, asked, { operations: [{ repair: "snap-precision", on: { code: "geometry-overlap" } }] });
    expect((await shapesOf(repaired))[2]).toEqual(thin);
    expect(lineageOf(repaired)).toEqual([
      { kind: "snap-precision", count: 2, area: expect.any(Number) },
      { kind: "left-as-drawn", count: 1, area: 0 },
    ]);
    expect(lineageSentences(lineageOf(repaired), "fr")).toEqual([
      "2 géométries posées sur une grille",
      "1 géométrie laissée comme elle était, pour rester valide",
    ]);
  });
});
