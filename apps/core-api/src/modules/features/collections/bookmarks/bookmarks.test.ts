import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import type { OneRead } from "@archipel/database/sql-session.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anonymous } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { editedLayers } from "../../../../layer-store/revisions/edited-layer.ts";
import { recordRevision } from "../../../../layer-store/revisions/record-revision.ts";
import { type NextVersion, nextFid, writeVersions } from "../../../../layer-store/revisions/write-changes.ts";
import { momentOf } from "../../../../layer-store/revisions/write-history-first.ts";
import { tableRef } from "../../../../layer-store/tables/layer-table.ts";
import { buildTestLayer } from "../../../../layer-store/tables/test-layer.ts";
import { createTestCore } from "../../../../testing/test-core.ts";
import { type Collection, featureTextsOf, getCollection, type Item, type ItemsFilter, itemsOf } from "../service.ts";

const COUNT = 1500;
const CRS = { srid: 4326, isNorthFirst: false };
const ALL: ItemsFilter = { boxes: null, equal: [] };
const EVERYWHERE: ItemsFilter = { boxes: { srid: 3857, parts: [[-2.1e7, -2.1e7, 2.1e7, 2.1e7]] }, equal: [] };

let database: Database;
let communityId: CommunityId;
beforeAll(async () => {
  database = await openTestDatabase();
  communityId = (await createCommunity(database)).id;
});
afterAll(() => database.close());

const built = () =>
  buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    features: Array.from({ length: COUNT }, (_, index) => ({ geometry: { type: "Point", coordinates: [index / 10, 0] } })),
  });
type Layer = Awaited<ReturnType<typeof built>>;

/** A core that counts its statements: those that count a layer by blocks, those that look into its history, and those that skip rows. */
async function countingCore() {
  const asked = { counts: 0, histories: 0, skips: [] as number[] };
  const note = (text: string, values: unknown[] = []) => {
    if (text.includes("GROUP BY 1")) asked.counts += 1;
    if (text.includes("_history") && text.includes("BETWEEN")) asked.histories += 1;
    if (text.includes("OFFSET")) asked.skips.push(Number(values[1]));
  };
  const noting = (reads: OneRead): OneRead => ({
    query: (text, values) => {
      note(text, values);
      return reads.query(text, values);
    },
    bytes: reads.bytes,
    texts: (statement, isKept) => {
      note(statement.text, statement.values);
      return reads.texts(statement, isKept);
    },
  });
  const core: Core = await createTestCore({ ...database, readAs: (scope) => noting(database.readAs(scope)) });
  return { core, asked };
}

const collectionOf = (core: Core, { layerId }: Layer) => getCollection(core, anonymous, { portalId: null, name: null }, layerId);

async function pageOf(core: Core, collection: Collection, offset: number, filter = ALL, limit = 3): Promise<number[]> {
  const page = { crs: CRS, after: 0, offset, limit };
  const { value } = await featureTextsOf(core, anonymous, collection, filter, page).next();
  return ((value ?? []) as string[]).map((text) => JSON.parse(text).id);
}

/** The page as the database gives it by a plain OFFSET. */
const plainPage = ({ spec }: Layer, offset: number) =>
  database.sqlAs({ role: "system" }, async (sql) => {
    const text = `SELECT fid FROM ${tableRef(spec.tableName)} ORDER BY fid OFFSET $1::bigint LIMIT 3`;
    return (await sql.query<{ fid: number }>(text, [offset])).map(({ fid }) => fid);
  });

/** Deletes and adds features as a merge does, in one revision: another process does, so no news come. */
async function edit(layer: Layer, { deleted = [], restored = [], added = 0 }: { deleted?: number[]; restored?: number[]; added?: number }) {
  await database.sqlAs({ role: "worker", communityId }, async (sql) => {
    const known = (await editedLayers(sql, communityId, [layer.layerId], { isLocked: true })).get(layer.layerId);
    if (!known) throw new Error("no such layer");
    const signature = { contributionId: null, authorId: null, at: await momentOf(sql, [layer.layerId]) };
    const next = await nextFid(sql, known.spec);
    const point = "0101000020E6100000000000000000F03F000000000000F03F";
    const version = (operation: NextVersion["operation"], fid: number, number: number): NextVersion => {
      return { operation, fid, version: number, values: {}, geometry: point };
    };
    const versions = [
      ...deleted.map((fid) => version("delete", fid, 2)),
      ...restored.map((fid) => version("insert", fid, 3)),
      ...Array.from({ length: added }, (_, index) => version("insert", next + index, 1)),
    ];
    const { boxes } = await writeVersions(sql, known.spec, known.createdAt, versions, signature);
    const counts = { inserted: added + restored.length, updated: 0, deleted: deleted.length };
    await recordRevision(sql, known, counts, boxes, signature, {});
  });
}

const OFFSETS = [0, 1, 255, 256, 257, 700, 1023, 1024, 1300, 1490, 1497, 1499, 1500, 1520, 9999];

test("a page by offset is that of a plain OFFSET, over edits that other processes make, and a layer is counted once", async () => {
  const { core, asked } = await countingCore();
  const layer = await built();
  const expectPages = async () => {
    for (const offset of OFFSETS) {
      expect(await pageOf(core, await collectionOf(core, layer), offset), `offset ${offset}`).toEqual(await plainPage(layer, offset));
    }
  };
  await expectPages();
  const edits: Parameters<typeof edit>[1][] = [
    { deleted: [1, 2, 300, 301, 302, 1499, 1500] },
    { added: 40 },
    { restored: [300, 1500], deleted: [1400] },
    { added: 300, deleted: [700] },
  ];
  for (const one of edits) {
    await edit(layer, one);
    // This process has not heard of the edit: what it knows of the layer is older.
    await expectPages();
  }
  expect(asked.counts).toBe(1);
  expect(asked.histories).toBe(edits.length);
  expect(Math.max(...asked.skips), "only what is left in a block is skipped").toBeLessThan(256);
});

test("rows as objects are those of the same page, and pages longer than a batch go on", async () => {
  const { core } = await countingCore();
  const layer = await built();
  await edit(layer, { deleted: [10, 400] });
  const collection = await collectionOf(core, layer);
  const seen: number[] = [];
  for await (const items of itemsOf(core, anonymous, collection, ALL, { crs: CRS, after: 0, offset: 390, limit: 1100 })) {
    seen.push(...(items as Item[]).map(({ fid }) => fid));
  }
  expect([seen.length, ...seen.slice(0, 10)]).toEqual([1100, 392, 393, 394, 395, 396, 397, 398, 399, 401, 402]);
  expect(seen.at(-1)).toBe(1492);
});

test("all who ask at the same time wait for one count", async () => {
  const { core, asked } = await countingCore();
  const layer = await built();
  const collection = await collectionOf(core, layer);
  const pages = await Promise.all(Array.from({ length: 8 }, (_, at) => pageOf(core, collection, 600 + at)));
  expect(pages.map(([first]) => first)).toEqual([601, 602, 603, 604, 605, 606, 607, 608]);
  expect(asked.counts).toBe(1);
});

test("an edit that moves nothing reads no history, and a revision without a record counts the layer again", async () => {
  const { core, asked } = await countingCore();
  const layer = await built();
  expect(await pageOf(core, await collectionOf(core, layer), 600)).toEqual([601, 602, 603]);
  await edit(layer, {});
  expect(await pageOf(core, await collectionOf(core, layer), 600)).toEqual([601, 602, 603]);
  expect([asked.counts, asked.histories]).toEqual([1, 0]);
  await layer.open(async (sql) => {
    await sql.query(`DELETE FROM ${tableRef(layer.spec.tableName)} WHERE fid = 2`);
    await sql.query("UPDATE layers SET revision = revision + 1 WHERE id = $1::uuid", [layer.layerId]);
  });
  expect(await pageOf(core, await collectionOf(core, layer), 600)).toEqual([602, 603, 604]);
  expect([asked.counts, asked.histories]).toEqual([2, 0]);
});

test("a filter is not answered by the order of all, and a layer that was closed is not read", async () => {
  const { core, asked } = await countingCore();
  const layer = await built();
  const collection = await collectionOf(core, layer);
  expect(await pageOf(core, collection, 600, EVERYWHERE)).toEqual([601, 602, 603]);
  expect(asked.counts).toBe(0);
  expect(await pageOf(core, collection, 600)).toEqual([601, 602, 603]);
  await database.withSystem((tx) => tx.dataset.update({ where: { id: layer.datasetId }, data: { visibility: "private" } }));
  expect(await pageOf(core, collection, 600)).toEqual([]);
  expect(await pageOf(core, collection, 10)).toEqual([]);
});

test("a layer that takes too long to count is not counted again at once, and its pages are found without", async () => {
  let counts = 0;
  const slow = (reads: OneRead): OneRead => ({
    ...reads,
    texts: (statement, isKept) => {
      if (!statement.text.includes("GROUP BY 1")) return reads.texts(statement, isKept);
      counts += 1;
      return Promise.reject(Object.assign(new Error("canceling statement"), { code: "57014" }));
    },
  });
  const core = await createTestCore({ ...database, readAs: (scope) => slow(database.readAs(scope)) });
  const collection = await collectionOf(core, await built());
  for (const offset of [600, 700]) expect(await pageOf(core, collection, offset)).toEqual([offset + 1, offset + 2, offset + 3]);
  expect(counts).toBe(1);
});
