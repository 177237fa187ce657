// @database server
import { wire } from "@archipel/contracts/wire.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tableNameOf } from "../layer-store/tables/layer-table.ts";
import { inputs } from "../testing/permission-inputs.ts";
import { type Caller, headersOf } from "../testing/permission-world.ts";
import { queries } from "../testing/queries.ts";
import { addresses } from "../testing/route-addresses.ts";
import { buildRouteWorld, type RouteWorld } from "../testing/route-world.ts";

/** The column, name, label and value of a hidden field. */
const HIDDEN = /zzcolumn|zzname|zzlabel|zzvalue/i;
/** People who may read the layer, and may not contribute to it. */
const readers = ["anonymous", "stranger", "member", "managerOfAnother"] as const satisfies readonly Caller[];

let database: Database;
let world: RouteWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildRouteWorld(database);
  const { communityId, dataset, layerId } = world;
  const table = tableNameOf(layerId);
  await database.sqlAs({ role: "worker", communityId }, async (sql) => {
    await sql.script(`ALTER TABLE layers."${table}" ADD zzcolumn text; ALTER TABLE layers."${table}_history" ADD zzcolumn text`);
    await sql.script(`UPDATE layers."${table}" SET zzcolumn = 'zzvalue'; UPDATE layers."${table}_history" SET zzcolumn = 'zzvalue'`);
  });
  const hidden = { name: "zzname", column: "zzcolumn", label: "zzlabel", type: "text", isHidden: true };
  const fields = [{ name: "nom", column: "nom", type: "text" }, hidden];
  await database.withSystem((tx) => tx.layer.update({ where: { id: layerId }, data: { fields } }));
  const ofDataset = { communityId, datasetId: dataset.id };
  const rules = { isOpen: true, directRole: "manager", approvals: 1, lockedColumns: { [layerId]: ["zzcolumn"] } };
  expect(await call("contributions.saveRules", "manager", { ...ofDataset, rules }, "POST")).toMatch(/result/);
  const mandatory = { mandatoryColumns: { [layerId]: ["zzcolumn"] } };
  expect(await call("quality.saveRules", "manager", { ...ofDataset, rules: mandatory }, "POST")).toMatch(/result/);
});
afterAll(async () => {
  await world.close();
  await database.close();
});

async function call(path: string, caller: Caller, input: unknown, method = "GET"): Promise<string> {
  const body = JSON.stringify(wire.serialize(input));
  const url = `${world.url}/trpc/${path}`;
  const sent = { method, headers: { ...headersOf(world, caller), "content-type": "application/json" } };
  const response = await (method === "GET" ? fetch(`${url}?input=${encodeURIComponent(body)}`, sent) : fetch(url, { ...sent, body }));
  return response.text();
}

test("no procedure shows a hidden field to readers", async () => {
  const shown: string[] = [];
  for (const path of queries) {
    const input = await inputs[path]?.(world, "manager");
    for (const reader of readers) if (HIDDEN.test(await call(path, reader, input))) shown.push(`${path} to ${reader}`);
  }
  expect(queries.length).toBeGreaterThan(50);
  expect(shown).toEqual([]);
});

test("no route shows a hidden field to readers", async () => {
  const routes = Object.entries(addresses).filter(([name]) => name.startsWith("GET ") && name !== "GET /events");
  const shown: string[] = [];
  for (const [name, address] of routes) {
    for (const reader of readers) {
      const { url } = await address(world, reader);
      const response = await fetch(`${world.url}${url}`, { headers: headersOf(world, reader), redirect: "manual" });
      if (HIDDEN.test(Buffer.from(await response.arrayBuffer()).toString("latin1"))) shown.push(`${name} to ${reader}`);
    }
  }
  expect(shown).toEqual([]);
});

test("people who may contribute see the field, because the console's forms need it", async () => {
  const input = { layerId: world.layerId };
  for (const caller of ["contributor", "manager"] as const) expect(await call("layers.get", caller, input)).toMatch(/zzname/);
});
