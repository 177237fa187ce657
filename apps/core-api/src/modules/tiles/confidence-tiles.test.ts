import { gunzipSync } from "node:zlib";
import type { Database } from "@archipel/database/database.ts";
import { CONFIDENCE_COLUMN } from "@archipel/map-style/confidence.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { decodeTile } from "@archipel/testing/decode-tile.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anonymous } from "../../kernel/actor.ts";
import { updateLayer } from "../layers/service.ts";
import { listBehind } from "../quality/features/service.ts";
import { confirmFeature, explainConfidence } from "../quality/service.ts";
import { computeSheet } from "../quality/sheet/compute.ts";
import { qualityWorld } from "../quality/testing/quality-world.ts";
import { TileService } from "./service.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const byConfidence: LayerStyle = {
  kind: "graduated",
  column: CONFIDENCE_COLUMN,
  stops: [
    { from: 0, colour: "#eeeeee" },
    { from: 60, colour: "#000000" },
  ],
};

it("contains the confidence of features for a layer styled by it, with a stamp that changes with it", async () => {
  const { core, communityId, datasetId, layerId, person } = await qualityWorld(database);
  await computeSheet(core, communityId, datasetId);
  const { items } = await listBehind(core, anonymous, { layerId, behind: { figure: "unreviewed" }, limit: 1 });
  const [west, south] = items[0]?.bbox ?? [0, 0];
  const [z, radians] = [12, (south * Math.PI) / 180];
  const [x, y] = [(west + 180) / 360, (1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2].map((share) => Math.floor(share * 2 ** z));
  // Each request goes to another process: nothing is cached between them.
  const look = async () => {
    const tiles = new TileService(core);
    const layer = await tiles.layer(anonymous, layerId);
    if (!layer) throw new Error("no layer");
    const body = await tiles.tile(anonymous, layer, { z, x: x ?? 0, y: y ?? 0 });
    const feature = decodeTile(gunzipSync(body ?? new Uint8Array()))[layer.name]?.features.find(({ id }) => id === 1);
    return { version: layer.version, confidence: feature?.properties[CONFIDENCE_COLUMN] };
  };
  expect((await look()).confidence).toBeUndefined();
  await updateLayer(core, await person("manager"), { communityId, layerId, style: byConfidence });
  const before = await look();
  expect(before.confidence).toBe((await explainConfidence(core, anonymous, { layerId, fid: 1 }))?.confidence);
  await confirmFeature(core, await person("contributor"), { layerId, fid: 1 });
  await computeSheet(core, communityId, datasetId);
  const after = await look();
  expect(after.confidence).toBe(Number(before.confidence) + 15);
  expect(after.version).not.toBe(before.version);
});

it("draws tiles of a layer styled by confidence that was never measured", async () => {
  const { core, communityId, layerId, person } = await qualityWorld(database);
  await updateLayer(core, await person("manager"), { communityId, layerId, style: byConfidence });
  const layer = await new TileService(core).layer(anonymous, layerId);
  expect(layer).toMatchObject({ confidenceAt: null });
});
