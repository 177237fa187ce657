// @database server
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { around, SIDE, square } from "../../../testing/made-zones.ts";
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
});
