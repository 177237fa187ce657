import type { Database } from "@archipel/database/database.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rebuildGrown } from "../../jobs/upkeep.ts";
import { createTestCore } from "../../testing/test-core.ts";
import { generalisedZooms } from "./generalised-tables.ts";
import { tableRef } from "./layer-table.ts";
import { buildTestLayer } from "./test-layer.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Points of a town: below the limit of a tile, until more are added. */
async function town() {
  const { id: communityId } = await createCommunity(database);
  const place = (index: number): Geometry => ({ type: "Point", coordinates: [300_000 + (index % 70) * 9, 6_000_000 + (index % 61)] });
  const layer = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 3857, hasZ: false },
    features: Array.from({ length: 4900 }, (_, index) => ({ geometry: place(index) })),
  });
  const table = tableRef(layer.spec.tableName);
  let last = 4900;
  /** Like a merge: rows, their count, a revision. */
  const add = async (count: number) => {
    await layer.open((sql) =>
      sql.query(
        `INSERT INTO ${table} (fid, geom, geom_3857) SELECT f, p, p FROM generate_series($1::integer, $2::integer) f,
           LATERAL (SELECT ST_SetSRID(ST_MakePoint(300000 + f % 70 * 9, 6000000 + f % 61), 3857) AS p) q`,
        [last + 1, last + count],
      ),
    );
    last += count;
    const change = { revision: { increment: 1 }, featureCount: last };
    await database.withSystem((tx) => tx.layer.update({ where: { id: layer.layerId }, data: change }));
  };
  const zooms = () => layer.open((sql) => generalisedZooms(sql, layer.spec.tableName));
  const updatedAt = () =>
    database.withSystem(async (tx) => (await tx.layer.findUniqueOrThrow({ where: { id: layer.layerId } })).updatedAt.getTime());
  return { ...layer, add, zooms, updatedAt };
}

test("a layer that became heavy by edits gets tables for its low zooms, once, and again when it grows further", async () => {
  const { add, zooms, updatedAt } = await town();
  const core = await createTestCore(database);
  await add(50);
  expect([await rebuildGrown(core), await zooms()]).toEqual([0, []]);

  await add(300);
  const before = await updatedAt();
  expect(await rebuildGrown(core)).toBe(1);
  const far = await zooms();
  expect(far.length).toBeGreaterThan(0);
  expect(Math.max(...far)).toBeLessThan(11);
  // From then on, tiles in browser caches are outdated.
  expect(await updatedAt()).toBeGreaterThan(before);
  await add(10);
  expect(await rebuildGrown(core)).toBe(0);

  // So many that higher zooms are too full as well.
  await add(20_000);
  expect(await rebuildGrown(core)).toBe(1);
  expect(Math.max(...(await zooms()))).toBeGreaterThan(Math.max(...far));
});
