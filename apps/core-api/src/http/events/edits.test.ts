import { randomUUID } from "node:crypto";
import { testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { emit } from "../../kernel/outbox.ts";
import { updateLayer } from "../../modules/layers/service.ts";
import { forgetOldEvents } from "../../modules/live/service.ts";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import type { EventClient } from "../../testing/event-client.ts";
import { twoProcesses } from "../../testing/two-processes.ts";
import { eventIdOf } from "./event-id.ts";

const LIMIT = 5;

let on: Awaited<ReturnType<typeof twoProcesses>>;
beforeAll(async () => {
  on = await twoProcesses({ EVENTS_PER_ADDRESS: LIMIT });
});
afterEach(() => on.cutAll());
afterAll(() => on.close());

const stream = (base = on.url, layers: string = on.world.layerId) => `${base}/events?layers=${layers}`;

async function listening(base = on.url, headers: Record<string, string> = {}): Promise<EventClient> {
  const client = on.newClient();
  expect(await client.open(stream(base), headers)).toBe(200);
  await expect.poll(() => client.of("ready").length).toBe(1);
  return client;
}

let version = 1;
async function edit(): Promise<void> {
  await on.world.merged(on.author, on.moderator, [on.world.update(1, { nom: `Edit ${version}` }, version++)]);
}

const revisionsOf = (client: EventClient) => client.of("edited").map(({ data }) => data.revision as number);
async function revisionNow(): Promise<number> {
  return (await on.database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: on.world.layerId } }))).revision;
}

describe("the stream of edits", () => {
  test("sends the revision of a layer, then each edit with the area that it touched", async () => {
    const client = await listening();
    expect(client.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    });
    const start = await revisionNow();
    expect(client.of("ready")[0]?.data).toEqual({ revisions: { [on.world.layerId]: start } });
    await edit();
    await expect.poll(() => client.of("edited").length).toBe(1);
    const { data } = client.of("edited")[0] ?? {};
    expect(data).toMatchObject({ layerId: on.world.layerId, revision: start + 1, inserted: 0, updated: 1, deleted: 0 });
    expect(data?.boxes).toHaveLength(2);
    // The author is not sent.
    expect(data).not.toHaveProperty("contributionId");
  });

  test("delivers edits through another process too", async () => {
    const client = await listening(on.otherUrl);
    await edit();
    await expect.poll(() => revisionsOf(client), { timeout: 1000, interval: 20 }).toEqual([await revisionNow()]);
  });

  test("sends only layers that the caller may read, and stops when they no longer may", async () => {
    const visibility = (value: "public" | "members") =>
      on.database.withSystem((tx) => tx.dataset.updateMany({ data: { visibility: value } }));
    expect(await on.newClient().open(stream(on.url, randomUUID()))).toBe(404);
    expect(await on.newClient().open(stream(on.url, "not-an-id"))).toBe(400);
    const visitor = await listening();
    const member = await listening(on.url, bearer(on.author.userId));
    await visibility("members");
    try {
      expect(await on.newClient().open(stream())).toBe(404);
      // Rights are cached for a second.
      await new Promise((resolve) => setTimeout(resolve, 1100));
      await edit();
      await expect.poll(() => revisionsOf(member).length).toBe(1);
      expect(revisionsOf(visitor)).toEqual([]);
      const late = on.newClient();
      late.lastId = eventIdOf(on.core, { sequence: 0, at: Date.now() });
      expect(await late.open(stream(), bearer(on.author.userId))).toBe(200);
      await expect.poll(() => late.of("ready").length).toBe(1);
      expect(revisionsOf(late).at(-1)).toBe(await revisionNow());
    } finally {
      await visibility("public");
    }
  });

  test("loses nothing in ten disconnections, and repeats nothing once known revisions are dropped", async () => {
    const client = await listening();
    const start = await revisionNow();
    let isOver = false;
    const editing = (async () => {
      for (let count = 0; count < 30; count++) await edit();
      isOver = true;
    })();
    let cuts = 0;
    while (cuts < 10 || !isOver) {
      await new Promise((resolve) => setTimeout(resolve, 20 + 13 * (cuts % 5)));
      client.cut();
      cuts++;
      // Sometimes through the other process, as behind a load balancer.
      expect(await client.open(stream(cuts % 3 === 0 ? on.otherUrl : on.url))).toBe(200);
    }
    await editing;
    const wanted = Array.from({ length: 30 }, (_, index) => start + index + 1);
    await expect.poll(() => new Set(revisionsOf(client)).size).toBe(30);
    let known = start;
    const kept = revisionsOf(client).filter((revision) => {
      const isNew = revision > known;
      if (isNew) known = revision;
      return isNew;
    });
    expect(kept).toEqual(wanted);
  });

  test.runIf(testDatabaseKind === "server")(
    "delivers a sequence number that commits late, without delaying others, and replays it",
    async () => {
      const client = await listening();
      const emit = (revision: number) => ({
        text: "INSERT INTO outbox_events (topic, community_id, payload) VALUES ('layer.edited', $1::uuid, $2::jsonb)",
        params: [
          on.world.communityId,
          JSON.stringify({
            layerId: on.world.layerId,
            revision,
            boxes: [],
            inserted: 0,
            updated: 0,
            deleted: 0,
            contributionId: randomUUID(),
          }),
        ],
      });
      const [slow, quick] = [emit(1001), emit(1002)];
      let commit = () => {};
      let hasNumber = () => {};
      const numbered = new Promise<void>((resolve) => {
        hasNumber = resolve;
      });
      const late = on.database.sqlAs({ role: "system" }, async (sql) => {
        await sql.query(slow.text, slow.params);
        hasNumber();
        await new Promise<void>((resolve) => {
          commit = resolve;
        });
      });
      await numbered;
      await on.database.sqlAs({ role: "system" }, (sql) => sql.query(quick.text, quick.params));
      on.database.notifier.signal();
      await expect.poll(() => revisionsOf(client)).toEqual([1002]);
      // Disconnect now: the page's last id must not skip the one that is not committed yet.
      await new Promise((resolve) => setTimeout(resolve, 2500));
      client.cut();
      commit();
      await late;
      await client.open(stream());
      await expect.poll(() => new Set(revisionsOf(client))).toEqual(new Set([1001, 1002]));
    },
  );

  test("sends a reset to a page that was away for longer than events are kept", async () => {
    const client = on.newClient();
    client.lastId = eventIdOf(on.core, { sequence: 0, at: Date.now() });
    await client.open(stream());
    await expect.poll(() => client.of("ready").length).toBe(1);
    expect(client.of("reset")).toEqual([]);
    expect(revisionsOf(client).length).toBeGreaterThan(0);

    await on.database.sqlAs({ role: "system" }, (sql) => sql.query("UPDATE outbox_events SET created_at = now() - interval '8 days'"));
    await edit();
    await forgetOldEvents(on.core);
    const [left] = await on.database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ count: number }>("SELECT count(*)::integer AS count FROM outbox_events"),
    );
    expect(left?.count).toBeLessThan(10);
    const away = on.newClient();
    away.lastId = eventIdOf(on.core, { sequence: 0, at: Date.now() });
    await away.open(stream());
    await expect.poll(() => away.of("ready").length).toBe(1);
    // The last edit may come again.
    expect(away.events.map(({ event }) => event).filter((event) => event !== "edited")).toEqual(["reset", "ready"]);
  });

  test("disconnects a page that does not read, and sends everything to the others", async () => {
    const [quick, stalled] = [await listening(), await listening()];
    stalled.stall();
    const many = 3000;
    await on.database.sqlAs({ role: "system" }, (sql) =>
      sql.query(
        `INSERT INTO outbox_events (topic, community_id, payload)
         SELECT 'layer.edited', $1::uuid, jsonb_build_object('layerId', $2::text, 'revision', n, 'inserted', 0, 'updated', 0, 'deleted', 0, 'boxes',
           (SELECT jsonb_agg(jsonb_build_array(a + 0.123456, a, a, a)) FROM generate_series(1000000, 1000063) AS a))
         FROM generate_series(5000, 5000 + $3::integer - 1) AS n`,
        [on.world.communityId, on.world.layerId, many],
      ),
    );
    on.database.notifier.signal();
    await expect.poll(() => revisionsOf(quick).length).toBe(many);
    stalled.resume();
    await expect.poll(() => stalled.isEnded).toBe(true);
    expect(revisionsOf(stalled).length).toBeLessThan(many);
    // It missed more than is replayed.
    stalled.events.length = 0;
    await stalled.open(stream());
    await expect.poll(() => stalled.of("ready").length).toBe(1);
    expect(stalled.of("reset").length + revisionsOf(stalled).length).toBeGreaterThan(0);
  });

  test("sends `look` when the page's layers or its portal's list change, not for other portals", async () => {
    const portalId = randomUUID();
    const client = on.newClient();
    expect(await client.open(`${stream()}&portal=${portalId}`)).toBe(200);
    await expect.poll(() => client.of("ready").length).toBe(1);
    const manager = await on.world.person("manager");
    await updateLayer(on.core, manager, { communityId: on.world.communityId, layerId: on.world.layerId, title: "Autrement" });
    await expect.poll(() => client.of("look").length).toBe(1);
    const updatePortal = (payload: object) =>
      on.database.withSystem((tx) => emit(tx, "portal.updated", on.world.communityId, { ...payload }));
    await updatePortal({ portalId: randomUUID() });
    await updatePortal({ portalId });
    await expect.poll(() => client.of("look").length).toBe(2);
    // It does not change the page's last event id.
    expect(client.of("look").every(({ id }) => id === undefined)).toBe(true);
  });

  test("limits streams per IP address, and frees a place when one closes", async () => {
    const open = await Promise.all(Array.from({ length: LIMIT }, () => listening()));
    expect(await on.newClient().open(stream())).toBe(429);
    open[0]?.cut();
    await expect.poll(async () => await on.newClient().open(stream())).toBe(200);
  });

  test("lets the server stop while pages listen", async () => {
    const own = await createServer(on.core);
    const client = await listening(await own.listen({ port: 0, host: "127.0.0.1" }));
    await own.close();
    await expect.poll(() => client.isEnded).toBe(true);
  });
});
