import type { Database } from "@archipel/database/database.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anonymous } from "../../../kernel/actor.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { itemsAfterSql } from "./queries.ts";
import { getCollection } from "./service.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it("uses the spatial index for a small box of a large layer, under row-level security too", async () => {
  const core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database);
  const layer = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 2154, hasZ: false },
    features: Array.from({ length: 20_000 }, (_, index) => ({
      geometry: { type: "Point", coordinates: [600_000 + (index % 200) * 1000, 6_500_000 + Math.floor(index / 200) * 1000] },
    })),
  });
  const { source } = await getCollection(core, anonymous, { portalId: null, name: null }, layer.layerId);
  const filter = {
    boxes: { srid: 2154, parts: [[650_000, 6_550_000, 651_000, 6_551_000] as [number, number, number, number]] },
    equal: [],
  };
  const [text, params] = itemsAfterSql(source, filter, { srid: 2154, isNorthFirst: false }, { after: 0, offset: 0, limit: 101 });
  const [plan, rows] = await database.sqlAs({ role: "tenant", userId: null, communityId: null }, async (sql) => [
    await sql.query<{ "QUERY PLAN": string }>(`EXPLAIN ${text}`, params),
    await sql.query(text, params),
  ]);
  expect(rows).toHaveLength(4);
  expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).toMatch(/Index Cond: \(geom_3857 && /);
});
