import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anonymous } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { findRow, listRows } from "./service.ts";

const fields: LayerField[] = [
  { name: "nom", column: "nom", type: "text" },
  { name: "pop", column: "pop", type: "integer" },
  { name: "interne", column: "interne", type: "text", isHidden: true },
];
const NAMES = ["Écully", "Zurich", null, "arles", "Évian"];

let database: Database;
let core: Core;
let layerId: string;
let hiddenId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  const { id } = await createCommunity(database);
  const point = { type: "Point", srid: 4326, hasZ: false } as const;
  const features = NAMES.map((nom, index) => {
    const geometry: Geometry = { type: "Point", coordinates: [index, 45] };
    return { geometry, values: [nom, index === 1 ? null : 1000 - index, "secret"] };
  });
  layerId = (await buildTestLayer(database, id, { geometry: point, fields, features })).layerId;
  hiddenId = (await buildTestLayer(database, id, { geometry: point, fields, features, dataset: { visibility: "private" } })).layerId;
});
afterAll(() => database.close());

const rows = async (input: Omit<Parameters<typeof listRows>[2], "layerId" | "offset" | "limit"> & { offset?: number; limit?: number }) => {
  const { items, total } = await listRows(core, anonymous, { layerId, offset: 0, limit: 200, ...input });
  return { fids: items.map(({ fid }) => fid), total };
};

test("reads a page at any offset, with the version for edits and no hidden column", async () => {
  expect(await rows({ offset: 3, limit: 1 })).toEqual({ fids: [4], total: 5 });
  const { items } = await listRows(core, anonymous, { layerId, offset: 0, limit: 1 });
  expect(items[0]).toMatchObject({ fid: 1, version: 1, label: "Écully", properties: { nom: "Écully", pop: 1000 } });
  expect(items[0]?.properties).not.toHaveProperty("interne");
});

test("sorts without case and accents, NULL last in both directions", async () => {
  const byName = (isDescending: boolean) => rows({ sort: { column: "nom", isDescending } });
  expect((await byName(false)).fids).toEqual([4, 1, 5, 2, 3]);
  expect((await byName(true)).fids).toEqual([2, 5, 1, 4, 3]);
  expect((await rows({ sort: { column: "pop", isDescending: false } })).fids).toEqual([5, 4, 3, 1, 2]);
  await expect(rows({ sort: { column: "interne", isDescending: false } })).rejects.toThrow("column-not-found");
});

test("filters by bounding box, and by words in any visible column", async () => {
  expect(await rows({ bbox: [0.5, 44, 3.5, 46] })).toEqual({ fids: [2, 3, 4], total: 3 });
  expect((await rows({ q: " ecu" })).fids).toEqual([1]);
  expect((await rows({ q: "997" })).fids).toEqual([4]);
  expect((await rows({ q: "secret" })).fids).toEqual([]);
  expect((await rows({ bbox: [-1, 44, 0.5, 46], q: "vi" })).fids).toEqual([]);
});

test("returns the row of a feature", async () => {
  const sort = { column: "nom", isDescending: false };
  const at = async (fid: number, input: object = {}) => (await findRow(core, anonymous, { layerId, fid, ...input })).offset;
  expect([await at(1), await at(5), await at(1, { sort }), await at(3, { sort })]).toEqual([0, 4, 1, 4]);
  expect(await at(1, { bbox: [2, 44, 9, 46] })).toBeNull();
  expect(await at(4, { bbox: [2, 44, 9, 46], q: "99", sort })).toBe(0);
});

test("refuses a layer that the caller may not read", async () => {
  await expect(listRows(core, anonymous, { layerId: hiddenId, offset: 0, limit: 1 })).rejects.toThrow("layer-not-found");
  await expect(findRow(core, anonymous, { layerId: hiddenId, fid: 1 })).rejects.toThrow("layer-not-found");
});
