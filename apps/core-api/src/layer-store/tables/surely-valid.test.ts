import type { Database } from "@archipel/database/database.ts";
import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import { shapeFaults } from "@archipel/geo/shape-faults.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { glanceIn } from "./surely-valid.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const polygon = (ring: Position[], ...holes: Position[][]): Geometry => ({
  type: "Polygon",
  coordinates: [ring, ...holes].map((one) => (one[0] ? [...one, one[0]] : one)),
});
const bytes = (geometry: Geometry) => writeEwkb(geometry, 2154, false);
const corner = (x: number, y: number): Position => [700_000 + x, 6_600_000 + y];
const at = (...offsets: [number, number][]): Position[] => offsets.map(([x, y]) => corner(x, y));
const house = at([0, 0], [10, 0], [10, 10], [0, 10]);

describe("the quick validity check", () => {
  const glance = glanceIn(2154);

  test("accepts a house in either direction, as a Polygon or as a single-part MultiPolygon", () => {
    expect(glance(bytes(polygon(house)))).toBe(true);
    expect(glance(bytes(polygon(house.toReversed())))).toBe(true);
    expect(glance(writeEwkb({ type: "MultiPolygon", coordinates: [[[...house, ...house.slice(0, 1)]]] }, 2154, true))).toBe(true);
    expect(
      glanceIn(4326)(
        writeEwkb(
          polygon([
            [2, 48],
            [2.001, 48],
            [2, 48.001],
          ]),
          4326,
          false,
        ),
      ),
    ).toBe(true);
  });

  test.each([
    ["crosses itself", polygon(at([0, 0], [10, 10], [10, 0], [0, 10]))],
    ["turns twice", polygon([0, 2, 4, 1, 3].map((one) => corner(10 * Math.cos(one * 1.2566), 10 * Math.sin(one * 1.2566))))],
    ["repeats a corner", polygon(at([0, 0], [10, 0], [10, 0], [10, 10], [0, 10]))],
    ["has a spike", polygon(at([0, 0], [10, 0], [10, 5], [30, 5], [10, 5], [10, 10], [0, 10]))],
    ["has no area", polygon(at([0, 0], [10, 0], [20, 0]))],
    ["has a hole", polygon(house, at([2, 2], [8, 2], [8, 8]))],
    ["is large", polygon(at([0, 0], [20_000, 0], [20_000, 20_000], [0, 20_000]))],
    ["is nowhere", polygon(house.map(() => [Number.NaN, Number.NaN]))],
    ["is no area at all", { type: "Point", coordinates: [700_000, 6_600_000] } satisfies Geometry],
  ])("what %s is left to PostGIS", (_, geometry) => {
    expect(glance(bytes(geometry))).toBe(false);
  });

  test("cannot tell in an unknown CRS, or far from the equator", () => {
    expect(glanceIn(999_999)(bytes(polygon(house)))).toBe(false);
    expect(
      glanceIn(4326)(
        writeEwkb(
          polygon([
            [2, 80],
            [2.001, 80],
            [2, 80.001],
          ]),
          4326,
          false,
        ),
      ),
    ).toBe(false);
  });

  test.each([
    [2154, [700_000, 6_600_000], 3_000],
    [4326, [2.5, 47], 0.04],
  ] as const)("PostGIS agrees, before and after it is brought to web mercator (EPSG:%i)", async (srid, [x, y], reach) => {
    const look = glanceIn(srid);
    const seen: string[] = [];
    // Vertices around a centre, displaced, some out of order; from tiny to barely near enough.
    const thousandth = fc.integer({ min: 0, max: 1000 });
    const ring = fc.record({
      size: fc.integer({ min: -6, max: 0 }),
      corners: fc.array(fc.record({ shake: thousandth, far: thousandth }), { minLength: 3, maxLength: 14 }),
      shaken: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(ring, ({ size, corners, shaken }) => {
        const positions = corners.map(({ shake, far }, index): Position => {
          const angle = ((index + (shaken * shake) / 1000) / corners.length) * 2 * Math.PI;
          const distance = reach * 10 ** size * (0.1 + far / 1000);
          return [x + distance * Math.cos(angle), y + distance * Math.sin(angle)];
        });
        const ewkb = writeEwkb(polygon(positions), srid, false);
        if (look(ewkb)) seen.push(Buffer.from(ewkb).toString("hex"));
      }),
      { numRuns: 20_000, seed: 5 },
    );
    expect(seen.length).toBeGreaterThan(1_000);
    const [{ wrong } = { wrong: -1 }] = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ wrong: number }>(
        `SELECT count(*)::integer AS wrong FROM unnest($1::text[]) AS hex
         WHERE NOT ST_IsValid(hex::geometry) OR NOT ST_IsValid(ST_Transform(hex::geometry, 3857))`,
        [seen],
      ),
    );
    expect(wrong).toBe(0);
  });
});

test("the faults that the browser shows are those of PostGIS", async () => {
  const whole = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }));
  // A ring of whole places is valid or not by a wide margin: rounding decides nothing.
  const ring = fc.uniqueArray(whole, { minLength: 3, maxLength: 6, selector: String }).map((places): Position[] => {
    const [first = [0, 0]] = places;
    return [...places, first];
  });
  const shape = fc.oneof(
    fc.array(ring, { minLength: 1, maxLength: 3 }).map((rings): Geometry => ({ type: "Polygon", coordinates: rings })),
    fc
      .array(ring, { minLength: 2, maxLength: 2 })
      .map((rings): Geometry => ({ type: "MultiPolygon", coordinates: rings.map((one) => [one]) })),
  );
  const shapes = fc.sample(shape, { seed: 7, numRuns: 1000 });
  const rows = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ valid: boolean; reason: string }>(
      "SELECT ST_IsValid(g::geometry) AS valid, ST_IsValidReason(g::geometry) AS reason FROM unnest($1::text[]) WITH ORDINALITY AS t(g, n) ORDER BY n",
      [shapes.map((one) => Buffer.from(writeEwkb(one, 4326, false)).toString("hex"))],
    ),
  );
  const different = shapes.flatMap((one, index) =>
    (shapeFaults(one).length === 0) === rows[index]?.valid ? [] : [`${rows[index]?.reason}: ${JSON.stringify(one)}`],
  );
  expect(different).toEqual([]);
  expect(rows.filter(({ valid }) => valid).length).toBeGreaterThan(80);
});
