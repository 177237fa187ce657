// @database server
import type { ProposedEdit } from "@archipel/contracts/contributions.ts";
import { wire } from "@archipel/contracts/wire.ts";
import type { Database } from "@archipel/database/database.ts";
import { lonLatToTile } from "@archipel/geo/tile-math.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { readCode } from "@archipel/signatures/code.ts";
import { createDataset } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { procedures } from "../../app-procedures.ts";
import { type Permission, permissions } from "../../gate/permissions.ts";
import type { MemberActor } from "../../kernel/actor.ts";
import { EventClient } from "../../testing/event-client.ts";
import { giveToPerson } from "../../testing/lens-world.ts";
import { inputs } from "../../testing/permission-inputs.ts";
import { type Caller, headersOf } from "../../testing/permission-world.ts";
import { addresses } from "../../testing/route-addresses.ts";
import { buildRouteWorld, type RouteWorld } from "../../testing/route-world.ts";
import { createContribution, saveEdits, submitContribution } from "../contributions/service/drafts.ts";
import { mergeAsSeen } from "../contributions/testing/decide.ts";
import { updateLayer } from "../layers/service.ts";

// Readers of a part ask for everything that they can ask for, before and after all that is hidden from them changed.

let database: Database;
let world: RouteWorld;
/** Of the first feature, and not of the second. */
const AREA = [1.5, 45.5, 2.5, 46.5] as const;
/** One reads the names in an area, the other all names. */
const readers = ["stranger", "managerOfAnother"] as const satisfies readonly Caller[];

beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildRouteWorld(database, { visibility: "private" });
  const { communityId, dataset, layerId, users } = world;
  const [west, south, east, north] = AREA;
  const outline = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ] as [number, number][];
  const area = Buffer.from(writeEwkb({ type: "MultiPolygon", coordinates: [[outline]] }, 4326, false)).toString("hex");
  for (const reader of readers) {
    const userId = users[reader] ?? "";
    const grant = { communityId, datasetId: dataset.id, layerId, userId, columns: ["nom"], givenById: users.manager ?? "" };
    await giveToPerson(database, { ...grant, area: reader === "stranger" ? area : null });
  }
});
afterAll(async () => {
  await world.close();
  await database.close();
});

interface Asked {
  name: string;
  url: string;
}

/** What is asked about data. The printed report has its moment in it, and shows what the other forms show. */
const ABOUT_DATA = /^(answers|attachments|clouds|contributions|datasets|elevation|features|follows|grants|layers|maps|portals|search)\./;
const ROUTE_OF_DATA = /^GET \/(tiles|downloads|ogc|stac|altimetry|access|portals|feeds\/datasets|report$|report\.svg)/;
const isForAnyone = (permission: Permission | null) => permission !== null && /anyone|signed-in/.test(permissions[permission].audience);

/** Every question about data that needs no role, with an address that is valid. */
async function questions(): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const { path, type, permission } of procedures) {
    if (type !== "query" || !ABOUT_DATA.test(path) || !isForAnyone(permission)) continue;
    const input = JSON.stringify(wire.serialize(await inputs[path]?.(world, "stranger")));
    asked.push({ name: path, url: `/trpc/${path}?input=${encodeURIComponent(input)}` });
  }
  for (const [name, address] of Object.entries(addresses)) {
    if (ROUTE_OF_DATA.test(name)) asked.push({ name, url: (await address(world, "stranger")).url });
  }
  for (const z of [4, 10]) {
    const { x, y } = lonLatToTile(2, 46, z);
    asked.push({ name: `tile ${z}`, url: `/tiles/${world.layerId}/${z}/${x}/${y}.mvt` });
  }
  return asked;
}

const MOMENTS = /"(timeStamp|requestId|createdAt)":"[^"]*"|"iat":\d+|"file":\{[^}]*\}/g;
/** A code to check a report, and its signature: what they say is compared, apart from the moment that they are made of too. */
const CODES = /verify\?r=[\w-]+\.([\w-]+)\.[\w-]+/g;
const SIGNATURES = /"signature":"[\w-]+\.([\w-]+)\.[\w-]+"/g;

function withoutMoments(body: string): string {
  const decoded = (part: string) => Buffer.from(part, "base64url");
  return body
    .replace(CODES, (_, code: string) => JSON.stringify({ ...readCode(decoded(code)), createdAt: "" }))
    .replace(SIGNATURES, (_, said: string) => decoded(said).toString("latin1"))
    .replace(MOMENTS, "");
}

/** The whole answer, but for what names the moment and the request. A conditional request shows what a tag confirms. */
async function answerTo({ url }: Asked, reader: Caller, tag: string | null = null): Promise<{ text: string; tag: string | null }> {
  const headers = { ...headersOf(world, reader), ...(tag && { "if-none-match": tag }) };
  const response = await fetch(`${world.url}${url}`, { headers, redirect: "manual" });
  const kept = [...response.headers].filter(([name]) => !["date", "x-request-id", "set-cookie"].includes(name));
  const body = Buffer.from(await response.arrayBuffer()).toString("latin1");
  const text = JSON.stringify([response.status, kept, withoutMoments(body)]);
  return { text, tag: response.headers.get("etag") };
}

const actorOf = (caller: "contributor" | "manager"): MemberActor => ({
  ...{ userId: world.users[caller] ?? "", communityId: world.communityId, role: caller },
  ...{ isOperator: false, isSuspended: false },
});

async function merge(edits: ProposedEdit[]): Promise<void> {
  const { core, communityId, dataset } = world;
  const author = actorOf("contributor");
  const about = { communityId, datasetId: dataset.id, title: "x", message: "" };
  const { id: contributionId } = await createContribution(core, author, about);
  await saveEdits(core, author, { communityId, contributionId, edits });
  await submitContribution(core, author, contributionId);
  await mergeAsSeen(core, actorOf("manager"), contributionId);
}

async function versionOf(fid: number): Promise<number> {
  const [row] = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ version: number }>(`SELECT version FROM layers."l_${world.layerId.replaceAll("-", "")}" WHERE fid = $1`, [fid]),
  );
  return row?.version ?? 0;
}

const update = async (fid: number, values: Record<string, string | number>, place?: [number, number]): Promise<ProposedEdit> => ({
  ...{ operation: "update", layerId: world.layerId, fid, baseVersion: await versionOf(fid), values },
  ...(place && { geometry: { type: "Point", coordinates: place } }),
});

/** Changes what no grant gives: another column, a part of the style and of the fields, other data of the community. */
async function changeOtherColumns(): Promise<void> {
  const { core, communityId, layerId } = world;
  await merge([await update(1, { valeur: 11 }), await update(2, { valeur: 12 })]);
  await merge([await update(1, { valeur: 21 })]);
  await updateLayer(core, actorOf("manager"), {
    communityId,
    layerId,
    fields: [{ column: "valeur", label: "Une valeur", isHidden: false }],
  });
  const { id } = await createDataset(database, communityId, { visibility: "private" });
  await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId: world.portal.id, datasetId: id, communityId } }));
}

/** Changes all features outside of the area. */
async function changeOutside(): Promise<void> {
  const { layerId } = world;
  await merge([await update(2, { nom: "Plus loin" }, [3.2, 47.2])]);
  await merge([{ operation: "insert", layerId, values: { nom: "Neuf" }, geometry: { type: "Point", coordinates: [3.5, 47.5] } }]);
  await merge([{ operation: "delete", layerId, fid: 2, baseVersion: await versionOf(2) }]);
}

/** Where two answers differ first. */
function differenceOf(one: string, other: string): string {
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  return `${one.slice(Math.max(0, at - 60), at + 40)} ≠ ${other.slice(Math.max(0, at - 20), at + 40)}`;
}

/** A page of the reader that follows the layer. */
async function follow(reader: Caller, after?: string): Promise<EventClient> {
  const client = new EventClient();
  client.lastId = after ?? null;
  const url = `${world.url}/events?layers=${world.layerId}&portal=${world.portal.id}`;
  expect(await client.open(url, headersOf(world, reader))).toBe(200);
  await expect.poll(() => client.of("ready").length).toBe(1);
  return client;
}

test("a reader of a part gets the same answers, byte by byte, after everything else changed", async () => {
  const all = await questions();
  const known = new Map<string, { reader: Caller; asked: Asked; text: string; tag: string | null }>();
  for (const reader of readers) {
    for (const asked of all) {
      const first = await answerTo(asked, reader);
      if (first.text.startsWith("[2")) known.set(`${asked.name} to ${reader}`, { reader, asked, ...first });
    }
  }
  expect(known.size).toBeGreaterThan(60);
  const differences = async (of: readonly Caller[], isConditional = false) => {
    const found: string[] = [];
    for (const [name, { reader, asked, text, tag }] of known) {
      if (!of.includes(reader)) continue;
      const now = await answerTo(asked, reader);
      if (now.text !== text) found.push(`${name}: ${differenceOf(text, now.text)}`);
      if (isConditional && tag !== null && !(await answerTo(asked, reader, tag)).text.startsWith("[304"))
        found.push(`${name}: ${tag} is not confirmed`);
    }
    return found;
  };
  const pages = [await follow("stranger"), await follow("managerOfAnother")] as const;
  await changeOtherColumns();
  // What a process knows of a layer is valid for a second.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(await differences(readers)).toEqual([]);
  const again = await follow("managerOfAnother", pages[1].lastId ?? "");
  await changeOutside();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(await differences(["stranger"], true)).toEqual([]);

  // A change that both see is the first event of either page, however much happened before.
  await merge([await update(1, { nom: "Autre" })]);
  const [own, everywhere] = pages;
  await expect.poll(() => own.of("edited").length).toBe(1);
  await expect.poll(() => everywhere.of("edited").length).toBe(4);
  expect(own.events.map(({ event }) => event)).toEqual(["ready", "edited"]);
  expect(everywhere.events.map(({ event }) => event)).toEqual(["ready", ...Array<string>(4).fill("edited")]);
  expect(own.of("edited")[0]?.data).toMatchObject({ inserted: 0, updated: 1, deleted: 0 });
  // Who comes back gets what was missed, and no more; ids say nothing.
  await expect.poll(() => again.of("edited").length).toBe(4);
  const late = await follow("stranger", own.of("ready")[0]?.id);
  expect(late.events.map(({ event }) => event)).toEqual(["edited", "ready"]);
  const revisionOf = (client: EventClient, event: string) => client.of(event).at(-1)?.data.revision;
  expect(late.of("ready")[0]?.data.revisions).toEqual({ [world.layerId]: revisionOf(own, "edited") });
  const ids = [own, everywhere, again, late].flatMap(({ events }) => events.map(({ id }) => id));
  for (const id of ids) expect(id).toMatch(/^[\w-]{59}$/);
  expect(await answerTo({ name: "", url: `/ogc/collections/${world.layerId}/items/1` }, "stranger")).toMatchObject({ tag: '"2"' });
  for (const client of [own, everywhere, again, late]) client.cut();
});
