import { gunzipSync } from "node:zlib";
import type { Database } from "@archipel/database/database.ts";
import { lonLatToTile } from "@archipel/geo/tile-math.ts";
import { COUNT_COLUMN } from "@archipel/map-style/gathered.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { decodeTile } from "@archipel/testing/decode-tile.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anonymous, type MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { TileService } from "../../tiles/service.ts";
import { withDraftStyle } from "../../tiles/serving/served-layer.ts";
import { updateLayer } from "../service.ts";
import { computeClasses, profileForStyle } from "./service.ts";

let database: Database;
let core: Core;
let manager: MemberActor;
let layerId: string;

/** 300 points in 3 places; the value is the index, every tenth is missing. */
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  const community = await createCommunity(database);
  const { id } = await createMember(database, community.id, "manager");
  manager = { userId: id, isOperator: false, isSuspended: false, communityId: community.id, role: "manager" };
  const features = Array.from({ length: 300 }, (_, index) => ({
    geometry: { type: "Point" as const, coordinates: [2 + (index % 3), 46 + index / 1e6] as [number, number] },
    values: [index % 10 === 9 ? null : index, index % 2 === 0 ? "pair" : "impair", `secret ${index}`],
  }));
  ({ layerId } = await buildTestLayer(database, community.id, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [
      { name: "valeur", column: "valeur", type: "integer" },
      { name: "parite", column: "parite", type: "text" },
      { name: "secret", column: "secret", type: "text", isHidden: true },
    ],
    features,
    dataset: { status: "published", visibility: "public" },
  }));
});
afterAll(() => database.close());

async function drawn(style: LayerStyle, isDraft = false) {
  if (!isDraft) await updateLayer(core, manager, { communityId: manager.communityId, layerId, style });
  const tiles = new TileService(core);
  const stored = await tiles.layer(anonymous, layerId);
  if (!stored) throw new Error("no layer");
  const layer = isDraft ? withDraftStyle(stored, style) : stored;
  const { x, y } = lonLatToTile(3, 46, 5);
  const body = await tiles.tile(anonymous, layer, { z: 5, x, y });
  return { version: layer.version, features: decodeTile(gunzipSync(body ?? new Uint8Array()))[layer.name]?.features ?? [] };
}

it("gathers near points of clusters, and adds up the weights of a heat map", async () => {
  const clusters = await drawn({ kind: "clusters", distancePx: 50 });
  expect(clusters.features.map(({ properties }) => properties[COUNT_COLUMN]).toSorted()).toEqual([100, 100, 100]);
  const heat = await drawn({ kind: "heat", radiusPx: 20, colours: ["#ffffff", "#000000"], column: "valeur" });
  const total = Array.from({ length: 300 }, (_, index) => (index % 10 === 9 ? 0 : index)).reduce((sum, value) => sum + value);
  expect(heat.features.reduce((sum, { properties }) => sum + Number(properties.valeur), 0)).toBe(total);
  expect(heat.features.length).toBeGreaterThanOrEqual(3);
});

it("serves the tiles of a style that is not saved, under another version, without hidden fields", async () => {
  const stored = await drawn({ kind: "simple", appearance: {} });
  const draft = await drawn({ kind: "categorised", column: "valeur", categories: [], label: { column: "secret" } }, true);
  expect(draft.version).not.toBe(stored.version);
  expect(stored.features[0]?.properties).not.toHaveProperty("valeur");
  expect(draft.features[0]?.properties).toHaveProperty("valeur");
  expect(draft.features[0]?.properties).not.toHaveProperty("secret");
  expect((await drawn({ kind: "clusters", distancePx: 50 }, true)).features).toHaveLength(3);
});

it("computes classes, counts them, and proposes the fields that class features", async () => {
  const classes = await computeClasses(core, anonymous, { layerId, column: "valeur", method: "quantile", count: 3 });
  expect(classes).toMatchObject({ min: 0, max: 298, missing: 30, isSample: false });
  expect(classes.starts).toHaveLength(3);
  expect(classes.counts.reduce((sum, count) => sum + count)).toBe(270);
  expect(Math.max(...classes.counts) - Math.min(...classes.counts)).toBeLessThan(12);
  expect(classes.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(270);
  const fields = await profileForStyle(core, anonymous, layerId);
  expect(fields).toMatchObject({ category: "parite", amount: "valeur" });
  expect(fields.fields.map(({ column }) => column)).toEqual(["valeur", "parite"]);
});

it("refuses a hidden or missing field, a kind that the shapes do not have, and too many points", async () => {
  const refused = (style: LayerStyle) => updateLayer(core, manager, { communityId: manager.communityId, layerId, style });
  await expect(computeClasses(core, anonymous, { layerId, column: "secret", method: "jenks", count: 3 })).rejects.toMatchObject({
    code: "column-not-found",
  });
  await expect(refused({ kind: "simple", appearance: {}, label: { column: "parite", template: "{secret}" } })).rejects.toMatchObject({
    code: "hidden-field-drawn",
  });
  await expect(refused({ kind: "simple", appearance: {}, label: { column: "parite", priorityColumn: "nope" } })).rejects.toMatchObject({
    code: "column-not-found",
  });
  await database.withSystem((tx) => tx.layer.update({ where: { id: layerId }, data: { featureCount: 2_000_000 } }));
  await expect(refused({ kind: "clusters", distancePx: 50 })).rejects.toMatchObject({ code: "style-too-many-points" });
  await database.withSystem((tx) => tx.layer.update({ where: { id: layerId }, data: { featureCount: 300, geometryType: "Polygon" } }));
  await expect(refused({ kind: "heat", radiusPx: 20, colours: ["#ffffff", "#000000"] })).rejects.toMatchObject({
    code: "style-needs-points",
  });
});
