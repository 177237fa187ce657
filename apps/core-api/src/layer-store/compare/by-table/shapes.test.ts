// @database server
import type { Database } from "@archipel/database/database.ts";
import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import { isSameShape } from "@archipel/geo/same-shape.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sameVertexWithin, TOLERANCES } from "../rules/tolerances.ts";
import { mayBeSameSql } from "./shapes.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const SRID = 2154;
const tolerance = sameVertexWithin(SRID);
const hexOf = (geometry: Geometry) => Buffer.from(writeEwkb(geometry, SRID, false)).toString("hex");

/** Places of a returned vertex: within the tolerance, at its edge, or a little beyond it. */
const shift = fc.constantFrom(0, 0.5, -0.9, 1, -1, 1.01).map((share) => share * tolerance);
const vertex = fc.tuple(
  fc.double({ min: 100_000, max: 1_200_000, noNaN: true }),
  fc.double({ min: 6_000_000, max: 7_100_000, noNaN: true }),
);

test("SQL never misses an equal shape", async () => {
  const found = { same: 0 };
  const pair = fc.array(fc.tuple(vertex, shift, shift), { minLength: 2, maxLength: 6 }).map((vertices) => ({
    theirs: lineOf(vertices.map(([[x, y]]) => [x, y])),
    mine: lineOf(vertices.map(([[x, y], east, north]) => [x + east, y + north])),
  }));
  await fc.assert(
    fc.asyncProperty(fc.array(pair, { minLength: 20, maxLength: 50 }), async (pairs) => {
      const rows = await database.sqlAs({ role: "system" }, (sql) =>
        sql.query<{ found: boolean }>(
          `SELECT ${mayBeSameSql(tolerance)} AS found
           FROM (SELECT place, x::geometry AS geom FROM unnest($1::text[]) WITH ORDINALITY AS u(x, place)) t
             JOIN (SELECT place, x::geometry AS geom, ST_Expand(x::geometry, ${tolerance}) AS _ground
                   FROM unnest($2::text[]) WITH ORDINALITY AS u(x, place)) s USING (place) ORDER BY place`,
          [pairs.map(({ theirs }) => hexOf(theirs)), pairs.map(({ mine }) => hexOf(mine))],
        ),
      );
      for (const [place, { theirs, mine }] of pairs.entries()) {
        if (!isSameShape(mine, theirs, tolerance, TOLERANCES.height)) continue;
        found.same++;
        expect({ theirs, mine, found: rows[place]?.found }).toMatchObject({ found: true });
      }
    }),
    { numRuns: 20 },
  );
  expect(found.same).toBeGreaterThan(0);
});

function lineOf(coordinates: Position[]): Geometry {
  return { type: "LineString", coordinates };
}
