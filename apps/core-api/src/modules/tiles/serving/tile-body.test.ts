import type { Database } from "@archipel/database/database.ts";
import { lonLatToTile } from "@archipel/geo/tile-math.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anonymous } from "../../../kernel/actor.ts";
import { qualityWorld } from "../../quality/testing/quality-world.ts";
import { TileService } from "../service.ts";
import { buildTile } from "./tile-body.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it("builds tiles that hold no memory but their bytes, since thousands are kept", async () => {
  const { core, layerId } = await qualityWorld(database);
  const layer = await new TileService(core).layer(anonymous, layerId);
  if (!layer) throw new Error("no layer");
  const [west = 0, south = 0] = layer.bbox ?? [];
  const body = await buildTile(database, anonymous, layer, lonLatToTile(west, south, 12));
  expect(body?.length).toBeGreaterThan(20);
  expect(body?.buffer.byteLength).toBe(body?.length);
});
