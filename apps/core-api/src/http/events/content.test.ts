import { contentKeyOf, siteKeyOf } from "@archipel/session/client-keys.ts";
import { createCommunity, createDataset, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createNews } from "../../kernel/news.ts";
import { createServer } from "../../server.ts";
import { EventClient } from "../../testing/event-client.ts";
import { createTestCore } from "../../testing/test-core.ts";

type Database = Awaited<ReturnType<typeof openTestDatabase>>;
let database: Database;
let apps: Awaited<ReturnType<typeof createServer>>[];
let urls: string[];
let headers: Record<string, string>;
const clients: EventClient[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  const core = await createTestCore(database);
  headers = { "x-archipel-site": contentKeyOf(siteKeyOf(core.env.ARCHIPEL_SECRET)) };
  // Two processes: each has its own memory.
  apps = [await createServer(core), await createServer({ ...core, news: createNews(database.notifier), memory: {} })];
  urls = await Promise.all(apps.map((app) => app.listen({ port: 0, host: "127.0.0.1" })));
});
afterEach(() => {
  for (const client of clients.splice(0)) client.cut();
});
afterAll(async () => {
  for (const app of apps) await app.close();
  await database.close();
});

async function opened(process: number, after?: number): Promise<EventClient> {
  const client = new EventClient();
  clients.push(client);
  expect(await client.open(`${urls[process]}/events/content${after === undefined ? "" : `?after=${after}`}`, headers)).toBe(200);
  await expect.poll(() => client.of("changed").length).toBeGreaterThan(0);
  return client;
}

const positionOf = (client: EventClient) => Number(client.of("changed").at(-1)?.data.position);
/** The portals that the messages after the first name. */
const named = (client: EventClient) =>
  client.of("changed").flatMap(({ data }, index) => (index === 0 ? [] : ((data.portals as string[]) ?? ["all"])));
const change = (work: string, ...values: unknown[]) =>
  database.sqlAs({ role: "system" }, (sql) => sql.query<{ number: number }>(work, values));
const rename = (portalId: string, name: string) => change("UPDATE portals SET name = $2 WHERE id = $1::uuid", portalId, name);

async function call(process: number, procedure: string, input: object, after?: number): Promise<Record<string, unknown>> {
  const query = encodeURIComponent(JSON.stringify({ json: input }));
  const response = await fetch(`${urls[process]}/trpc/${procedure}?input=${query}`, {
    headers: after === undefined ? {} : { "x-archipel-after": String(after) },
  });
  const answer = (await response.json()) as { result: { data: { json: Record<string, unknown> } } };
  return answer.result.data.json;
}

describe("changes of public content", () => {
  test("are reported by every process, by any writer, for the portals that show them", async () => {
    const [mine, other] = [await createCommunity(database), await createCommunity(database)];
    const [portal, reader, stranger] = [
      await createPortal(database, mine.id),
      await createPortal(database, other.id),
      await createPortal(database, other.id),
    ];
    const dataset = await createDataset(database, mine.id, { isShared: true });
    await change(
      "INSERT INTO portal_datasets (portal_id, dataset_id, community_id) VALUES ($1::uuid, $2::uuid, $3::uuid)",
      reader.id,
      dataset.id,
      other.id,
    );
    const listening = [await opened(0), await opened(1)];
    // What came before is read: the next message is of the next change.
    for (const client of listening) await expect.poll(() => client.of("beat").length).toBeGreaterThan(1);
    const before = listening.map((client) => named(client).length);
    const since = (index: number) => named(listening[index] as EventClient).slice(before[index]);
    await change("UPDATE datasets SET title = 'x' WHERE id = $1::uuid", dataset.id);
    for (const index of [0, 1]) {
      await expect.poll(() => new Set(since(index))).toEqual(new Set([portal.id, reader.id]));
      expect(since(index)).not.toContain(stranger.id);
    }
    await rename(stranger.id, "y");
    for (const index of [0, 1]) await expect.poll(() => since(index)).toContain(stranger.id);
    // A name that pages of any portal may show.
    await change("UPDATE users SET name = name || 'x'");
    for (const index of [0, 1])
      await expect.poll(() => (since(index).length > 3 ? since(index) : [...since(index), "all"])).toContain("all");
  });

  test("that were missed are reported to a portal process that comes back, and nothing else", async () => {
    const community = await createCommunity(database);
    const portal = await createPortal(database, community.id);
    const first = await opened(0);
    await rename(portal.id, "before");
    await expect.poll(() => named(first)).toContain(portal.id);
    const position = positionOf(first);
    first.cut();
    await rename(portal.id, "missed");
    // Another process of core-api answers it.
    const again = await opened(1, position);
    expect(again.of("changed")[0]?.data.portals).toEqual([portal.id]);
    expect(positionOf(again)).toBeGreaterThan(position);
    const nothing = await opened(0, positionOf(again));
    expect(nothing.of("changed")[0]?.data.portals).toEqual([]);
    // Numbers that this database never gave: everything may have changed.
    const unknown = await opened(0, 999_999_999);
    expect(unknown.of("changed")[0]?.data.portals).toBeNull();
  });

  test("are in every answer of another process once a portal has heard of them", async () => {
    const community = await createCommunity(database);
    const portal = await createPortal(database, community.id);
    const heard = await opened(0);
    const { host } = await database.withSystem((tx) => tx.portalHost.findFirstOrThrow({ where: { portalId: portal.id } }));
    for (let round = 0; round < 5; round++) {
      // Both processes have the older answer in memory.
      for (const process of [0, 1]) await call(process, "portals.byHost", { host });
      await rename(portal.id, `name ${round}`);
      const [last] = await change("SELECT max(sequence)::integer AS number FROM outbox_events");
      await expect.poll(() => positionOf(heard)).toBeGreaterThanOrEqual(Number(last?.number));
      expect(await call(1, "portals.byHost", { host }, positionOf(heard))).toMatchObject({ name: `name ${round}` });
    }
    // A number that nobody gave costs one look, and no wait.
    expect(await call(1, "portals.byHost", { host }, 999_999_999)).toMatchObject({ name: "name 4" });
  });

  test("are reported to sites of the platform alone", async () => {
    for (const key of ["", "x", `${headers["x-archipel-site"]}x`, headers["x-archipel-site"]?.slice(1) ?? ""]) {
      const response = await fetch(`${urls[0]}/events/content`, { headers: { "x-archipel-site": key } });
      expect(response.status).toBe(404);
    }
    expect((await fetch(`${urls[0]}/events/content`)).status).toBe(404);
  });
});
