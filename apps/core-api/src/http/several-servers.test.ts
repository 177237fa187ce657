// @on-demand scale
// A primary and its replica behind pgbouncer, two core-api processes behind the shipped nginx files: everybody reads what was written before, and
// when a part is killed, nothing that was acknowledged is lost and nobody sees errors for longer than two seconds.
import { setTimeout as delay } from "node:timers/promises";
import { decodeTile } from "@archipel/testing/decode-tile.ts";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { createCommunityKey } from "../modules/access/community-keys/service.ts";
import { saveEditRules } from "../modules/contributions/service/rules.ts";
import { contributionWorld, drawnSquare } from "../modules/contributions/testing/contribution-world.ts";
import { checkReplica } from "../server-commands/check/replica.ts";
import { bearer } from "../testing/bearer.ts";
import { EventClient } from "../testing/event-client.ts";
import { MixedLoad } from "../testing/platform/mixed-load.ts";
import { type Platform, startPlatform } from "../testing/platform/platform.ts";

/** Longer than this, nobody may see errors. */
const MOST_MS = 2000;

let platform: Platform;
let world: Awaited<ReturnType<typeof contributionWorld>>;
let secret: string;
/** The zones are in this tile. */
let tile: string;

beforeAll(async () => {
  platform = await startPlatform();
  world = await contributionWorld(platform.database, 40);
  const manager = await world.person("manager");
  const { communityId, datasetId, layerId } = world;
  ({ secret } = await createCommunityKey(world.core, manager, { communityId, name: "Robot", scope: "produce", days: 30 }));
  const rules = { isOpen: true, directRole: "manager", approvals: 1, territoryCounts: false, lockedColumns: {} } as const;
  await saveEditRules(world.core, manager, { communityId, datasetId, rules });
  tile = `/tiles/${layerId}/8/132/91.mvt`;
  await vi.waitUntil(isReplicaRead, { timeout: 20_000, interval: 100 });
}, 240_000);
afterEach(() => vi.waitUntil(isReplicaRead, { timeout: 30_000, interval: 100 }));
afterAll(() => platform.stop());

const items = (base: string) => `${base}/ogc/collections/${world.layerId}/items`;
const edit = (base: string, fid: number, name: string) =>
  fetch(`${items(base)}/${fid}`, {
    method: "PATCH",
    headers: { ...bearer(secret), "content-type": "application/merge-patch+json" },
    body: JSON.stringify({ properties: { nom: name } }),
  });
const nameOf = async (base: string, fid: number, who: string | null) => {
  const answer = await fetch(`${items(base)}/${fid}?f=json`, { headers: bearer(who) });
  return ((await answer.json()) as { properties?: { nom: string } }).properties?.nom;
};

/** A figure of both processes. @param line its name and labels */
async function figures(line: string): Promise<number[]> {
  return Promise.all(
    platform.urls.cores.map(async (base) => {
      const lines = (await (await fetch(`${base}/metrics`)).text()).split("\n");
      return Number(lines.find((one) => one.startsWith(`${line} `))?.slice(line.length + 1) ?? 0);
    }),
  );
}
/** How many reads the replica has answered, in both processes. */
const replicaReads = () => figures('archipel_database_reads_total{answered="replica"}');
/** Whether each process has found the replica (1) or not (0). Under writers it may be late for every single read, so that no read is counted. */
const replicaFound = () => figures("archipel_database_replica_usable");
const isReplicaFound = async () => (await replicaFound()).every((found) => found === 1);
/** Whether the replica answers both processes now. */
async function isReplicaRead(): Promise<boolean> {
  const before = await replicaReads();
  for (const base of platform.urls.cores) await nameOf(base, 1, null);
  return (await replicaReads()).every((count, at) => count > (before[at] ?? 0));
}

test("an edit in one process is read by everyone in every process, from the moment it is acknowledged", async () => {
  const everywhere = [...platform.urls.cores, platform.urls.nginx];
  const before = await replicaReads();
  for (let turn = 0; turn < 60; turn++) {
    const [from, fid, name] = [everywhere[turn % 3] ?? "", 1 + (turn % 20), `Tour ${turn}`];
    const answer = await edit(from, fid, name);
    expect([turn, answer.status]).toEqual([turn, 200]);
    // At once, and when the replica may have replayed it.
    if (turn % 3 > 0) await delay(turn % 10);
    const seen = await Promise.all(everywhere.flatMap((base) => [nameOf(base, fid, secret), nameOf(base, fid, null)]));
    expect([turn, seen]).toEqual([turn, everywhere.flatMap(() => [name, name])]);
  }
  expect(
    (await replicaReads()).every((count, at) => count > (before[at] ?? 0)),
    "the replica takes part",
  ).toBe(true);
});

test("open maps in another process are notified of an edit, and the tile they ask for shows it, in every process", async () => {
  const [one, other] = platform.urls.cores;
  const client = new EventClient();
  await client.open(`${other}/events?layers=${world.layerId}`);
  const heardAfter: number[] = [];
  await vi.waitUntil(() => client.of("ready").length > 0, { timeout: 20_000, interval: 20 });
  for (let turn = 0; turn < 12; turn++) {
    const name = `Carte ${turn}`;
    const known = client.of("edited").length;
    const begun = performance.now();
    expect((await edit(one, 30, name)).status).toBe(200);
    await vi.waitUntil(() => client.of("edited").length > known, { timeout: 20_000, interval: 5 });
    heardAfter.push(performance.now() - begun);
    const revision = client.of("edited").at(-1)?.data.revision;
    expect(revision).toBeTypeOf("number");
    for (const base of [other, one, platform.urls.nginx]) {
      const answer = await fetch(`${base}${tile}?e=${revision}`);
      const names = Object.values(decodeTile(Buffer.from(await answer.arrayBuffer()))).flatMap(({ features }) =>
        features.map(({ properties }) => properties.nom),
      );
      expect(names, `${base}, turn ${turn}`).toContain(name);
    }
  }
  client.cut();
  // Through the pooler, a session that listens would have served other calls since.
  const [listening] = await platform.database.driver.execute<{ count: number }>(
    "SELECT count(*)::integer AS count FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = current_database()",
  );
  expect(listening?.count, "each process, on a direct connection").toBeGreaterThanOrEqual(2);
  expect(heardAfter.toSorted((a, b) => a - b)[heardAfter.length >> 1]).toBeLessThan(MOST_MS);
});

test("`archipel-server check` knows a replica from another server", async () => {
  const { url, replicaUrl } = platform.servers;
  const states = async (replica: string) =>
    (await checkReplica({ ...world.core.env, DATABASE_URL: url, DATABASE_REPLICA_URL: replica })).map(({ state }) => state);
  expect([await states(replicaUrl), await states(url)]).toEqual([["ok"], ["error"]]);
});

const mixed = () =>
  new MixedLoad({
    readers: 6,
    writers: 2,
    read: (turn) => {
      const path =
        turn % 3 === 0
          ? tile
          : turn % 3 === 1
            ? `/ogc/collections/${world.layerId}/items/${1 + (turn % 20)}?f=json`
            : `/tiles/${world.layerId}/9/${264 + (turn % 2)}/182.mvt`;
      return fetch(platform.urls.nginx + path);
    },
    write: (name) =>
      fetch(items(platform.urls.nginx), {
        method: "POST",
        headers: { ...bearer(secret), "content-type": "application/geo+json" },
        body: JSON.stringify({ type: "Feature", properties: { nom: name }, geometry: drawnSquare }),
      }),
  });

/** How often each name is stored. */
async function stored(): Promise<Map<string, number>> {
  const rows = await platform.database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ nom: string; count: number }>(`SELECT nom, count(*)::integer AS count FROM layers."${world.spec.tableName}" GROUP BY nom`),
  );
  return new Map(rows.map(({ nom, count }) => [nom, count]));
}

async function expectNothingLost(load: MixedLoad): Promise<void> {
  const found = await stored();
  const lost = load.acknowledged.filter((name) => found.get(name) !== 1);
  expect([load.acknowledged.length > 10, lost]).toEqual([true, []]);
}

test("a core-api process that is killed under load: no acknowledged write is lost, no reader sees an error, writers for two seconds at most", async () => {
  const load = mixed();
  load.start();
  for (const core of [...platform.cores, ...platform.cores]) {
    await delay(1500);
    await core.end("SIGKILL");
    await delay(1000);
    await core.start();
  }
  await load.stop();
  console.log(`killed core-api: ${load.summary()}`);
  expect(load.readErrors).toEqual([]);
  expect(load.longestWriteOutageMs()).toBeLessThan(MOST_MS);
  await expectNothingLost(load);
});

test("the replica, and the pooler's way to it, may stop and freeze: nobody sees an error", async () => {
  const load = mixed();
  load.start();
  await delay(1000);
  await platform.pooler.stopReplicaPool();
  await delay(2000);
  expect(await replicaFound()).toEqual([0, 0]);
  await platform.pooler.startReplicaPool();
  await vi.waitUntil(isReplicaFound, { timeout: 20_000, interval: 100 });
  await platform.servers.replica.stop();
  await delay(2000);
  expect(await replicaFound()).toEqual([0, 0]);
  await platform.servers.replica.start();
  await vi.waitUntil(isReplicaFound, { timeout: 30_000, interval: 100 });
  platform.servers.replica.freeze();
  await delay(3000);
  platform.servers.replica.thaw();
  await delay(500);
  await load.stop();
  console.log(`replica away: ${load.summary()}`);
  expect([load.readErrors, load.writeErrors]).toEqual([[], []]);
  await expectNothingLost(load);
});

test("a worker that is killed in the middle of a job: another ends it, once", async () => {
  const { database } = platform;
  const { communityId } = world;
  const { userId: createdById } = await world.person("manager");
  const { layerId } = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [{ name: "nom", column: "nom", type: "text" }],
    features: Array.from({ length: 20_000 }, (_, at) => ({
      geometry: { type: "Point", coordinates: [2 + (at % 200) / 1000, 46 + Math.floor(at / 200) / 1000] },
      values: [`Lieu ${at}`],
    })),
  });
  const jobs = 3;
  const job = { communityId, createdById, kind: "refresh-layer", subjectId: layerId, input: { search: true, generalised: true } };
  await database.withSystem((tx) => tx.job.createMany({ data: Array.from({ length: jobs }, () => job) }));
  const running = () => database.withSystem((tx) => tx.job.count({ where: { communityId, status: "progress" } }));
  const [first, second] = platform.workers;
  await first.start();
  await vi.waitUntil(async () => (await running()) > 0, { timeout: 30_000, interval: 5 });
  await first.end("SIGKILL");
  expect(await running(), "it was in the middle").toBeGreaterThan(0);
  await second.start();
  await vi.waitUntil(
    async () => (await database.withSystem((tx) => tx.job.count({ where: { communityId, status: "success" } }))) === jobs,
    {
      timeout: 90_000,
      interval: 200,
    },
  );
  const ends = await database.withSystem((tx) => tx.jobLog.count({ where: { code: "done", job: { communityId } } }));
  const events = await database.withSystem((tx) => tx.outboxEvent.count({ where: { topic: "layer.updated", communityId } }));
  expect([ends, events], "written in the transaction of each job's last effects").toEqual([jobs, jobs]);
});
