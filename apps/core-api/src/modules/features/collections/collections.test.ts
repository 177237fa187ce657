import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anonymous } from "../../../kernel/actor.ts";
import { propertiesText } from "../../../layer-store/describe/properties-text.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { itemsAfterSql } from "./queries.ts";
import { countCollection, featureTextsOf, getCollection, type Item, type ItemsFilter, itemsOf } from "./service.ts";

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

it("writes a page of features as each of them is written alone", async () => {
  const core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database);
  const types = ["text", "integer", "double", "boolean", "date", "datetime", "localdatetime"] as const;
  const values = [
    ['l\'été "2"\\ \n\u2028 😀', 9007199254740993n, 1e21, true, "2026-01-31", "2026-01-31T10:00:00.25Z", "2026-01-31T10:00:00"],
    ["", -1n, Number.NaN, false, "0999-12-31", "1999-12-31T23:59:59Z", "1999-12-31T23:59:59.5"],
    [null, null, Number.NEGATIVE_INFINITY, null, null, null, null],
    ["NaN", 0n, 0.1 + 0.2, null, null, null, null],
    ["last", 1n, 5e-324, null, null, null, null],
  ];
  const layer = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 2154, hasZ: true },
    fields: types.map((type) => ({ name: `the "${type}"`, column: type, type })),
    features: values.map((row, index) => ({
      geometry: index === 2 ? null : { type: "Point", coordinates: [600_000 + index, 6_500_000, index] },
      values: row as never[],
    })),
  });
  const collection = await getCollection(core, anonymous, { portalId: null, name: null }, layer.layerId);
  const everywhere = { boxes: { srid: 3857, parts: [[-2e7, -2e7, 2e7, 2e7] as [number, number, number, number]] }, equal: [] };
  for (const filter of [{ boxes: null, equal: [] }, everywhere]) {
    const page = { crs: { srid: 4326, isNorthFirst: false }, after: 0, offset: 1, limit: 3 };
    const texts = featureTextsOf(core, anonymous, collection, filter, page);
    const items = itemsOf(core, anonymous, collection, filter, page);
    const [written, read] = [await texts.next(), await items.next()];
    if (written.done || read.done) throw new Error("a page has features");
    expect(written.value).toHaveLength(3);
    for (const [index, { fid, geojson, properties }] of read.value.entries()) {
      const alone = `{"type":"Feature","id":${fid},"geometry":${geojson},"properties":${propertiesText(collection.fields, collection.names, properties)}}`;
      expect(JSON.parse(written.value[index] ?? "")).toEqual(JSON.parse(alone));
    }
    expect(await texts.next(), "where the next page begins").toEqual(await items.next());
  }
  const [exact] = (
    await featureTextsOf(
      core,
      anonymous,
      collection,
      { boxes: null, equal: [] },
      { crs: { srid: 4326, isNorthFirst: false }, after: 0, offset: 0, limit: 1 },
    ).next()
  ).value as string[];
  expect(exact, "integers that JavaScript would round keep their digits").toContain(":9007199254740993,");
});

it("pages by offset from where an earlier page ended, and counts again after an edit", async () => {
  const core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database);
  const layer = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    features: Array.from({ length: 9 }, (_, index) => ({ geometry: { type: "Point", coordinates: [index, 0] } })),
  });
  const page = async (offset: number) => {
    const collection = await getCollection(core, anonymous, { portalId: null, name: null }, layer.layerId);
    const asked = { crs: { srid: 4326, isNorthFirst: false }, after: 0, offset, limit: 3 };
    const { value } = await itemsOf(core, anonymous, collection, { boxes: null, equal: [] }, asked).next();
    return (value as Item[]).map(({ fid }) => fid);
  };
  expect([await page(3), await page(0), await page(3), await page(4), await page(8), await page(9)]).toEqual([
    [4, 5, 6],
    [1, 2, 3],
    [4, 5, 6],
    [5, 6, 7],
    [9],
    [],
  ]);
  await layer.open(async (sql) => {
    await sql.query(`DELETE FROM ${tableRef(layer.spec.tableName)} WHERE fid = 2`);
  });
  await database.withSystem((tx) => tx.layer.update({ where: { id: layer.layerId }, data: { revision: { increment: 1 } } }));
  await expect.poll(() => page(3), { timeout: 10_000 }).toEqual([5, 6, 7]);
});

it("counts the matches of a filter once for a moment, and again after an edit, for another filter and for another caller", async () => {
  let counts = 0;
  const core = await createTestCore({
    ...database,
    readAs: (scope) => {
      const reads = database.readAs(scope);
      return {
        ...reads,
        query: (text, params) => {
          if (text.includes("count(*)")) counts += 1;
          return reads.query(text, params);
        },
      };
    },
  });
  const { id: communityId } = await createCommunity(database);
  const layer = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    features: Array.from({ length: 9 }, (_, index) => ({ geometry: { type: "Point", coordinates: [index, 0] } })),
  });
  const collection = await getCollection(core, anonymous, { portalId: null, name: null }, layer.layerId);
  const metres = 111_319.49;
  const upTo = (degrees: number): ItemsFilter => ({ boxes: { srid: 3857, parts: [[-1, -1, degrees * metres, 1]] }, equal: [] });
  // The moment may end between two questions: then they are asked again.
  await expect
    .poll(async () => {
      const before = counts;
      const found = [
        await countCollection(core, anonymous, collection, upTo(3.5)),
        await countCollection(core, anonymous, collection, upTo(3.5)),
      ];
      return [...found, counts - before];
    })
    .toEqual([4, 4, 0]);
  expect(await countCollection(core, anonymous, collection, upTo(5.5))).toBe(6);
  const before = counts;
  core.news.edited([layer.layerId]);
  await countCollection(core, anonymous, collection, upTo(3.5));
  const someone = { ...anonymous, userId: (await createMember(database, communityId, "member")).id };
  expect(await countCollection(core, someone, collection, upTo(3.5))).toBe(4);
  expect(counts - before).toBe(2);
});
