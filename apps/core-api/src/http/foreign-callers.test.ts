// @database server
import { wire } from "@archipel/contracts/wire.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { inputs } from "../testing/permission-inputs.ts";
import { type Caller, headersOf } from "../testing/permission-world.ts";
import { queries } from "../testing/queries.ts";
import { addresses } from "../testing/route-addresses.ts";
import { buildRouteWorld, type RouteWorld } from "../testing/route-world.ts";

// The matrices say which calls are allowed. Here the answers are read: no answer to a person or key outside a community, allowed or
// refused, has a text of the community's private dataset, although the call names that dataset, its layer and its community.

/** In the titles, field name and value of the private dataset. */
const PRIVATE = /zzprivate/i;
const outsiders = ["anonymous", "managerOfAnother", "operator", "suspendedMember", "keyOfAnother"] as const satisfies Caller[];

let database: Database;
let world: RouteWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  const open = await buildRouteWorld(database);
  const { communityId } = open;
  const { layerId, datasetId } = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [{ name: "zzprivate", column: "nom", type: "text" }],
    features: [{ geometry: { type: "Point", coordinates: [2, 46] }, values: ["zzprivate ici"] }],
    dataset: { visibility: "private" },
  });
  await database.withSystem(async (tx) => {
    await tx.dataset.update({ where: { id: datasetId }, data: { title: "zzprivate", slug: "zzprivate" } });
    await tx.layer.update({ where: { id: layerId }, data: { title: "zzprivate" } });
    // Listed on the public portal by mistake or malice: the catalogue must still hide it.
    await tx.portalDataset.create({ data: { portalId: open.portal.id, datasetId, communityId } });
  });
  world = { ...open, layerId, dataset: { id: datasetId, slug: "zzprivate" } };
});
afterAll(async () => {
  await world.close();
  await database.close();
});

/** The answers to queries, ten in a request as pages send them. */
async function answers(caller: Caller, asked: readonly (readonly [path: string, input: unknown])[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let from = 0; from < asked.length; from += 10) {
    const some = asked.slice(from, from + 10);
    const input = JSON.stringify(Object.fromEntries(some.map(([, one], index) => [index, wire.serialize(one)])));
    const url = `${world.url}/trpc/${some.map(([path]) => path).join(",")}?batch=1&input=${encodeURIComponent(input)}`;
    const each = z.array(z.unknown()).parse(await (await fetch(url, { headers: headersOf(world, caller) })).json());
    expect(each).toHaveLength(some.length);
    for (const [index, [path]] of some.entries()) found.set(path, JSON.stringify(each[index]));
  }
  return found;
}

test("no procedure shows an outsider what is private to a community, and its manager sees it", async () => {
  const asked: [path: string, input: unknown][] = [];
  for (const path of queries) asked.push([path, await inputs[path]?.(world, "manager")]);
  const privateTo = async (caller: Caller) =>
    [...(await answers(caller, asked))].flatMap(([path, text]) => (PRIVATE.test(text) ? [path] : []));
  expect((await privateTo("manager")).length).toBeGreaterThan(10);
  for (const caller of outsiders) expect([caller, await privateTo(caller)]).toEqual([caller, []]);
});

test("no route shows an outsider what is private to a community, and its manager sees it", async () => {
  // The others read nothing of a community.
  const ofNobody = /^GET \/(hub|basemap|sprites|mailbox|health|ready|metrics|events)\b/;
  const routes = Object.entries(addresses).filter(([name]) => name.startsWith("GET ") && !ofNobody.test(name));
  const shown: string[] = [];
  let seenByManager = 0;
  for (const [name, address] of routes) {
    const { url, headers } = await address(world, "manager");
    for (const caller of ["manager", ...outsiders] as const) {
      const response = await fetch(`${world.url}${url}`, { headers: { ...headers, ...headersOf(world, caller) }, redirect: "manual" });
      if (!PRIVATE.test(Buffer.from(await response.arrayBuffer()).toString("latin1"))) continue;
      if (caller === "manager") seenByManager++;
      else shown.push(`${name} to ${caller}`);
    }
  }
  expect(shown).toEqual([]);
  expect(seenByManager).toBeGreaterThan(5);
});
