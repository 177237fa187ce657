// A process remembers who reads a layer through grants. What opens or closes since then counts at once all the same.
import type { Database } from "@archipel/database/database.ts";
import { addMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildLensWorld, type Given, give, type LensWorld } from "../../../testing/lens-world.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { readLayer } from "./service/through-lens.ts";

let database: Database;
let core: TestCore;
let world: LensWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildLensWorld(database);
  core = await createTestCore(database);
});
afterAll(() => database.close());

const VALID: Given = { to: "person", columns: null, area: null, state: "valid", isForAll: false };

/** How the person reads a layer: through how many grants, whole, or not at all; and the transactions that it took. */
async function seen(layerId: string) {
  let asked = 0;
  const find = async (sql: { query<Row extends object>(text: string, params: unknown[]): Promise<Row[]> }) => {
    asked += 1;
    return (await sql.query<{ id: string }>("SELECT id FROM public.layers WHERE id = $1::uuid", [layerId]))[0];
  };
  const actor = { userId: world.person, isOperator: false, isSuspended: false };
  const through = await readLayer(core, actor, layerId, find, async (_sql, _row, lens) => lens?.grants.length ?? "whole");
  return { through: through ?? "nothing", asked };
}

test("the second read finds the layer at once; new grants, a role and their ends count from the next read on", async () => {
  const [layer] = world.layers;
  if (!layer) throw new Error("the world has layers");
  expect(await seen(layer.layerId)).toEqual({ through: "nothing", asked: 1 });
  await give(database, world, layer, [VALID]);
  expect(await seen(layer.layerId), "not by a role, so through the grant").toEqual({ through: 1, asked: 2 });
  expect(await seen(layer.layerId)).toEqual({ through: 1, asked: 1 });
  await give(database, world, layer, [VALID, { ...VALID, columns: ["name"] }]);
  expect((await seen(layer.layerId)).through).toBe(2);
  expect(await seen(layer.layerId)).toEqual({ through: 2, asked: 1 });
  await addMember(database, world.community.id, world.person, "contributor");
  expect((await seen(layer.layerId)).through).toBe("whole");
  await database.withSystem((tx) => tx.membership.deleteMany({ where: { userId: world.person, communityId: world.community.id } }));
  expect((await seen(layer.layerId)).through).toBe(2);
  await give(database, world, layer, [{ ...VALID, state: "revoked" }]);
  expect((await seen(layer.layerId)).through).toBe("nothing");
});
