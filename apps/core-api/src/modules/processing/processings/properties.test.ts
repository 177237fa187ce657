// @database server
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { area, around, lambert, point, SIDE, square } from "../../../testing/made-zones.ts";
import { type ProcessingWorld, processingWorld } from "../../../testing/processing-world.ts";

let database: Database;
let world: ProcessingWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await processingWorld(database);
});
afterAll(async () => {
  await world.stopRunner();
  await database.close();
});

describe("for random data", () => {
  const anyLayer = fc.array(fc.record({ at: fc.integer({ min: 0, max: 399 }), kind: fc.integer({ min: 0, max: 3 }) }), {
    minLength: 1,
    maxLength: 30,
  });
  const layerOf = (features: { at: number; kind: number }[]) =>
    world.layer({
      geometry: { type: "Polygon", srid: 4326, hasZ: false },
      fields: [{ name: "kind", column: "kind", type: "integer" }],
      features: features.map(({ at, kind }) => ({ geometry: square(at), values: [kind] })),
    });

  test("dissolving keeps the covered area", async () => {
    await fc.assert(
      fc.asyncProperty(anyLayer, async (features) => {
        const source = await layerOf(features);
        const { read, features: groups } = await world.made("dissolve", { layer: source.layerId, by: ["kind"] });
        const [all] = await read<{ area: number }>("ST_Area(ST_Union(geom)) AS area", "");
        expect((all?.area ?? 0) / SIDE ** 2).toBeCloseTo(new Set(features.map(({ at }) => at)).size, 6);
        expect(groups.reduce((sum, group) => sum + Number(group.nombre), 0)).toBe(features.length);
        expect(groups).toHaveLength(new Set(features.map(({ kind }) => kind)).size);
      }),
      { numRuns: 6 },
    );
  });

  test("clipping returns all that lies in the area, and nothing else", async () => {
    const side = fc.double({ min: 0, max: 0.05, noNaN: true });
    await fc.assert(
      fc.asyncProperty(anyLayer, side, side, async (features, west, width) => {
        const source = await layerOf(features);
        const [from, to] = [2 + west, 2 + west + width + 1e-4];
        const area = around(from, 47.9, to, 48.1);
        const { read } = await world.made("clip", { layer: source.layerId, area });
        const [found] = await read<{ outside: number; area: number }>(
          `count(*) FILTER (WHERE NOT ST_CoveredBy(geom, ST_Expand(ST_MakeEnvelope(${from}, 47.9, ${to}, 48.1, 4326), 1e-9)))::integer AS outside,
           coalesce(sum(ST_Area(geom)), 0) AS area`,
          "",
        );
        const expected = features.reduce((sum, { at }) => {
          const x = 2 + (at % 100) * SIDE;
          return sum + Math.max(0, Math.min(to, x + SIDE) - Math.max(from, x)) * SIDE;
        }, 0);
        expect(found?.outside).toBe(0);
        expect((found?.area ?? 0) / SIDE ** 2).toBeCloseTo(expected / SIDE ** 2, 5);
      }),
      { numRuns: 6 },
    );
  });

  /** Rectangles with whole metres as corners, so that what two of them share is a product of whole numbers. */
  const rectangle = fc.record({
    x: fc.integer({ min: 0, max: 40 }),
    y: fc.integer({ min: 0, max: 40 }),
    width: fc.integer({ min: 1, max: 20 }),
    height: fc.integer({ min: 1, max: 20 }),
  });
  type Rectangle = { x: number; y: number; width: number; height: number };
  const rectangles = fc.array(rectangle, { minLength: 1, maxLength: 12 });
  const layerOfRectangles = (all: readonly Rectangle[]) =>
    world.layer({
      geometry: { ...lambert, type: "Polygon" },
      fields: [{ name: "n", column: "n", type: "integer" }],
      features: all.map(({ x, y, width, height }, index) => ({ geometry: area(x, y, width, height), values: [index] })),
    });
  const overlap = (a: Rectangle, b: Rectangle) =>
    Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
    Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));
  /** The whole metres that some rectangle covers, as one set of cells. */
  const cellsOf = (all: readonly Rectangle[]) =>
    new Set(
      all.flatMap(({ x, y, width, height }) =>
        Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)} ${y + Math.floor(cell / width)}`),
      ),
    );

  test("overlays of two layers share out exactly what is covered", async () => {
    await fc.assert(
      fc.asyncProperty(rectangles, rectangles, async (first, second) => {
        const [layer, other] = [(await layerOfRectangles(first)).layerId, (await layerOfRectangles(second)).layerId];
        const common = await world.made("intersect", { layer, other });
        const shared = await common.read<{ n: number; m: number; area: number }>("n, n_2 AS m, ST_Area(geom) AS area");
        const expected = first.flatMap((a, n) => second.map((b, m) => ({ n, m, area: overlap(a, b) })).filter((piece) => piece.area > 0));
        const sorted = (pieces: typeof shared) => pieces.map(({ n, m, area: size }) => `${n} ${m} ${size.toFixed(3)}`).sort();
        expect(sorted(shared)).toEqual(sorted(expected));
        const covered = cellsOf(second);
        const left = await world.made("subtract", { layer, other });
        const outside = new Map((await left.read<{ n: number; area: number }>("n, ST_Area(geom) AS area")).map((row) => [row.n, row.area]));
        for (const [n, one] of first.entries()) {
          const cells = [...cellsOf([one])].filter((cell) => !covered.has(cell)).length;
          expect(outside.get(n) ?? 0).toBeCloseTo(cells, 6);
        }
        const all = await world.made("union-layers", { layer, other });
        const [union] = await all.read<{ area: number }>("ST_Area(ST_Union(geom)) AS area", "");
        expect(union?.area).toBeCloseTo(cellsOf([...first, ...second]).size, 6);
      }),
      { numRuns: 6 },
    );
  });

  test("counting in areas counts every point as often as areas hold it", async () => {
    const place = fc.record({ x: fc.integer({ min: 0, max: 60 }), y: fc.integer({ min: 0, max: 60 }) });
    await fc.assert(
      fc.asyncProperty(rectangles, fc.array(place, { maxLength: 40 }), async (areas, places) => {
        const { layerId: layer } = await layerOfRectangles(areas);
        const { layerId: other } = await world.layer({
          geometry: { ...lambert, type: "Point" },
          fields: [],
          features: places.map(({ x, y }) => ({ geometry: point(x + 0.5, y + 0.5) })),
        });
        const { features } = await world.made("count-within", { layer, other });
        const expected = areas.map((one) => places.filter(({ x, y }) => cellsOf([one]).has(`${x} ${y}`)).length);
        expect(features.map(({ nombre }) => Number(nombre))).toEqual(expected);
      }),
      { numRuns: 6 },
    );
  });
});
