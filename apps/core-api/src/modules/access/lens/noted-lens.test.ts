// @database server
import { randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import { isLensChange } from "@archipel/database/lens-change.ts";
import { type LensRead, openScopeSql } from "@archipel/database/scope.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { bboxToMercator } from "@archipel/geo/mercator.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lensedRows } from "../../../layer-store/lens/lensed-rows.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import {
  at,
  type BuiltLayer,
  buildLensWorld,
  CELL,
  type Given,
  give,
  givenArb,
  type LensWorld,
  SOUTH,
  WEST,
} from "../../../testing/lens-world.ts";
import { lensScopeOf, ownLens, readFound } from "./service/through-lens.ts";

let database: Database;
let world: LensWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildLensWorld(database);
});
afterAll(() => database.close());

const actorOf = (userId: string) => ({ userId, isOperator: false, isSuspended: false });
const EVERYWHERE: Given = { to: "person", columns: null, area: null, state: "valid", isForAll: false };

/** What a person sees in a box of a layer: its features, and how much of each lies in the box. */
async function seenIn(layer: BuiltLayer, userId: string, box: Bbox, isNoted: boolean) {
  const actor = actorOf(userId);
  const lens = await database.sqlAs(lensScopeOf(actor), (sql) => ownLens(sql, layer.layerId));
  if (!lens) return [];
  const envelope = `ST_MakeEnvelope(${box.join(", ")}, 3857)`;
  const rows = lensedRows({ tableName: layer.spec.tableName, srid: layer.spec.geometry.srid, fields: [], lens }, envelope);
  const read = (sql: SqlSession) =>
    sql.query<{ fid: number; size: number; vertices: number }>(
      `SELECT fid, ST_Area(part) + ST_Length(part) AS size, ST_NPoints(part) AS vertices
       FROM (SELECT fid, ST_Intersection(geom_3857, ${envelope}) AS part FROM ${rows} t) p WHERE NOT ST_IsEmpty(part) ORDER BY fid`,
    );
  return readFound(database, actor, lens, read, isNoted ? box : undefined);
}

/** A box of some cells of the world, in whole metres as a hint is. */
const boxOf = ([x, y, side]: readonly [number, number, number]): Bbox => {
  const box = bboxToMercator([WEST + x * CELL, SOUTH + y * CELL, WEST + (x + side) * CELL, SOUTH + (y + side) * CELL]);
  return [Math.floor(box[0]), Math.floor(box[1]), Math.ceil(box[2]), Math.ceil(box[3])];
};

test("a box read with a noted lens shows the same parts as without", { timeout: 120_000 }, async () => {
  const place = fc.tuple(fc.integer({ min: -1, max: 18 }), fc.integer({ min: -1, max: 18 }), fc.constantFrom(0.3, 1, 3, 9, 30));
  await fc.assert(
    fc.asyncProperty(fc.array(givenArb, { maxLength: 4 }), fc.array(place, { minLength: 4, maxLength: 4 }), async (given, places) => {
      for (const layer of world.layers) {
        await give(database, world, layer, given);
        for (const one of places) {
          const [noted, plain] = [true, false].map((isNoted) => seenIn(layer, world.person, boxOf(one), isNoted));
          const [seen, expected] = [(await noted) ?? [], (await plain) ?? []];
          // A line or a polygon that only touches the box has no part in it.
          const parts = (rows: typeof seen) => rows.filter(({ size, vertices }) => size > 1e-3 || vertices === 1).map(({ fid }) => fid);
          expect(parts(seen)).toEqual(parts(expected));
          const sizes = new Map(expected.map(({ fid, size }) => [fid, size]));
          for (const { fid, size } of seen) expect(Math.abs(size - (sizes.get(fid) ?? 0))).toBeLessThan(1e-3 + size * 1e-9);
        }
      }
    }),
    { numRuns: 40, seed: 20261129 },
  );
});

test("a noted lens is no other person's, no other layer's, and ends with its transaction", async () => {
  const [layer, other] = world.layers as [BuiltLayer, BuiltLayer];
  await give(database, world, layer, [EVERYWHERE]);
  const lens = await database.sqlAs(lensScopeOf(actorOf(world.person)), (sql) => ownLens(sql, layer.layerId));
  const box = boxOf([0, 0, 20]);
  const reads: LensRead = { layerId: layer.layerId, grantIds: lens?.grants.map(({ id }) => id) ?? [], near: box };
  const count = async (sql: SqlSession, { spec }: BuiltLayer) => {
    const [row] = await sql.query<{ rows: number }>(`SELECT count(*)::integer AS rows FROM layers."${spec.tableName}"`);
    return row?.rows;
  };
  await database.sqlAs({ ...lensScopeOf(actorOf(world.person)), reads }, async (sql) => {
    expect(await count(sql, layer)).toBe(30);
    expect(await count(sql, other)).toBe(0);
    await sql.script(openScopeSql(lensScopeOf(actorOf(world.stranger))));
    expect(await count(sql, layer)).toBe(0);
    await sql.script(openScopeSql({ ...lensScopeOf(actorOf(world.person)), communityId: world.community.id }));
    // The same person in another scope is judged again, and not noted.
    expect(await count(sql, layer)).toBe(31);
  });
  expect(await database.sqlAs(lensScopeOf(actorOf(world.stranger)), (sql) => count(sql, layer))).toBe(0);
  // Who names grants of others reads nothing.
  const stolen = database.sqlAs({ ...lensScopeOf(actorOf(world.stranger)), reads }, (sql) => count(sql, layer));
  await expect(stolen).rejects.toSatisfy(isLensChange);
  const invented = database.sqlAs(
    { ...lensScopeOf(actorOf(world.person)), reads: { ...reads, grantIds: [randomUUID()] } },
    async () => null,
  );
  await expect(invented).rejects.toSatisfy(isLensChange);
});

test("a shape that crosses itself on the border of an area is cut like others", async () => {
  const layer = await buildTestLayer(database, world.community.id, {
    geometry: { type: "Polygon", srid: 4326, hasZ: false },
    fields: [],
    dataset: { visibility: "private" },
    features: [{ geometry: { type: "Polygon", coordinates: [[at(1, 1), at(9, 9), at(9, 1), at(1, 8), at(3, 0.5), at(1, 1)]] } }],
  });
  await give(database, world, layer, [{ ...EVERYWHERE, area: [2, 2, 3, 3] }]);
  const inside = boxOf([2, 2, 3]);
  const size = async (box: Bbox) => (await seenIn(layer, world.person, box, true))[0]?.size ?? 0;
  expect(await size(inside)).toBeGreaterThan(1000);
  expect(await size(boxOf([0, 0, 12]))).toBeCloseTo(await size(inside), -3);
  expect(await size(boxOf([6, 6, 3]))).toBe(0);
});
