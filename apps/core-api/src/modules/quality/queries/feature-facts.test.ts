// @database server
import type { Database } from "@archipel/database/database.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { checkChangedGeometries, ensureQualityTable, GEOMETRIES_PER_BATCH, uncheckedFeatures } from "./feature-facts.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("features are checked in batches, each once, and again when they changed", async () => {
  const { id: communityId } = await createCommunity(database);
  const { spec, open, layerId } = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    features: Array.from({ length: GEOMETRIES_PER_BATCH + 2 }, (_, n) => ({ geometry: { type: "Point", coordinates: [n / 1000, 45] } })),
  });
  const layer = { layerId, communityId, tableName: spec.tableName, fields: [], createdAt: new Date(), rhythmDays: 365 };
  await open((sql) => ensureQualityTable(sql, layer));
  const unchecked = () => open((sql) => uncheckedFeatures(sql, layer));
  const batches = await unchecked();
  expect(batches.map(({ length }) => length)).toEqual([GEOMETRIES_PER_BATCH, 2]);
  expect(new Set(batches.flat()).size).toBe(GEOMETRIES_PER_BATCH + 2);
  await open((sql) => checkChangedGeometries(sql, layer, batches[0] ?? []));
  expect(await unchecked()).toEqual([batches[1]]);
  await open((sql) => checkChangedGeometries(sql, layer, batches[1] ?? []));
  expect(await unchecked()).toEqual([]);
  await open((sql) => sql.query(`UPDATE ${tableRef(spec.tableName)} SET version = 2 WHERE fid = 7`));
  expect(await unchecked()).toEqual([[7]]);
});
