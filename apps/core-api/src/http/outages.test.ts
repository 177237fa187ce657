// @database server
// @long
import { randomBytes, randomUUID } from "node:crypto";
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import { wire } from "@archipel/contracts/wire.ts";
import { type Database, openDatabase } from "@archipel/database/database.ts";
import { openServer } from "@archipel/database/server-driver.ts";
import { openFileStore } from "@archipel/storage/file-store.ts";
import { type OwnServer, startOwnServer } from "@archipel/testing/own-server.ts";
import { mayMount, smallDisk } from "@archipel/testing/small-disk.ts";
import { createServerDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createCoreLog, outageLines } from "../core-log.ts";
import { handlerOf } from "../jobs/handlers.ts";
import { retryJob } from "../jobs/service.ts";
import { refusalOf } from "../kernel/refusal.ts";
import { publishUpload } from "../modules/deliveries/uploads/service/publish.ts";
import { getUpload } from "../modules/deliveries/uploads/service/read.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { inputs } from "../testing/permission-inputs.ts";
import { type Address, addresses } from "../testing/route-addresses.ts";
import { buildRouteWorld, type RouteWorld } from "../testing/route-world.ts";
import { jobOver, startTestRunner } from "../testing/run-jobs.ts";
import { newPerson, uploadFile } from "../testing/uploading-world.ts";

// A PostgreSQL of its own, which is stopped, paused, restarted, replaced and used up. What each route answers: gate/route-matrix.test.ts.

interface Entry {
  name: string;
  method: string;
  address: Address;
  /** Whether it writes: a server that only reads still answers the others. */
  writes?: true;
}

async function procedure(path: string, method: "GET" | "POST"): Promise<Entry> {
  const body = JSON.stringify(wire.serialize(await inputs[path]?.(world, "manager")));
  if (method === "GET") return { name: path, method, address: { url: `/trpc/${path}?${new URLSearchParams({ input: body })}` } };
  return { name: path, method, address: { url: `/trpc/${path}`, headers: { "content-type": "application/json" }, body }, writes: true };
}

let server: OwnServer;
let database: Database;
let world: RouteWorld;
let entries: Entry[];
const lines: string[] = [];
const log = createCoreLog({ name: "test", level: "info", destination: { write: (line) => void lines.push(line) } });

const outages: Record<string, { begin: () => Promise<unknown>; end: () => Promise<unknown>; isReading?: true }> = {
  "is stopped": { begin: () => server.stop(), end: () => server.start() },
  "starts, or waits to be promoted": {
    begin: async () => {
      await server.stop();
      await server.startAsStandby();
      await untilRefused("57P03");
    },
    end: async () => {
      await server.stop();
      await server.start();
    },
  },
  "was replaced and only reads": {
    isReading: true,
    begin: async () => {
      await server.stop();
      await server.startReadOnly();
    },
    end: async () => {
      await server.stop();
      await server.start();
    },
  },
  "has no connection left": {
    begin: async () => {
      await asAdmin(
        "ALTER ROLE archipel CONNECTION LIMIT 0",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'archipel'",
      );
    },
    end: () => asAdmin("ALTER ROLE archipel CONNECTION LIMIT -1"),
  },
  "is paused": { begin: async () => server.freeze(), end: async () => server.thaw() },
};

async function asAdmin(...statements: string[]): Promise<void> {
  const { pool, driver } = openServer({ url: server.adminUrl, poolSize: 1 });
  for (const statement of statements) await pool.query(statement);
  await driver.close();
}

/** Until the server answers by this code: before, it refuses connections. */
async function untilRefused(code: string): Promise<void> {
  const { pool, driver } = openServer({ url: server.url, poolSize: 1 });
  await expect
    .poll(() =>
      pool.query("SELECT 1").then(
        () => null,
        (error: { code?: string }) => error.code,
      ),
    )
    .toBe(code);
  await driver.close();
}

function ask({ address, method }: Entry): Promise<Response> {
  return fetch(new URL(address.url, world.url), {
    method,
    headers: { ...address.headers, ...bearer(address.token ?? world.users.manager ?? null) },
    body: address.body ?? null,
    redirect: "manual",
  });
}

describe.skipIf(testDatabaseKind === "embedded")("while PostgreSQL", () => {
  beforeAll(async () => {
    server = await startOwnServer();
    const { options } = await createServerDatabase(6, { adminUrl: server.url });
    database = await openDatabase({ ...options, onOutage: outageLines(log) });
    world = await buildRouteWorld(database);
    const { layerId } = world;
    const at = async (name: string, method: string, writes?: true): Promise<Entry> => {
      const address = await addresses[name]?.(world, "manager");
      if (!address) throw new Error(`${name} has no address`);
      return { name, method, address, ...(writes && { writes }) };
    };
    entries = [
      await procedure("datasets.get", "GET"),
      await procedure("datasets.update", "POST"),
      await at("GET /tiles/:layerId/:z/:x/:file", "GET"),
      { name: "a visitor's tile", method: "GET", address: { url: `/tiles/${layerId}/9/259/182.mvt`, token: "" } },
      await at("GET /ogc/collections/:collectionId/items", "GET"),
      await at("GET /downloads/:layerId.csv", "GET"),
      await at("POST /uploads", "POST", true),
      await at("GET /hub/steps/:uid", "GET"),
      await at("GET /ready", "GET"),
    ];
  });
  afterAll(async () => {
    server?.thaw();
    await world?.close();
    await database?.close();
    await server?.end();
  });

  it.each(Object.entries(outages))(
    "%s, each kind of entry answers 503 in time, and all again afterwards",
    async (_, { begin, end, isReading }) => {
      const statuses = async () => {
        const answers = await Promise.all(entries.map(ask));
        await Promise.all(answers.map((answer) => answer.body?.cancel()));
        return answers.map(({ status, headers }, index) => [
          entries[index]?.name,
          status < 400 ? "served" : status,
          headers.get("retry-after"),
        ]);
      };
      const served = entries.map(({ name }) => [name, "served", null]);
      expect(await statuses()).toEqual(served);
      await begin();
      // A visitor's tile is kept in memory for a second.
      await expect
        .poll(statuses, { interval: 300 })
        .toEqual(entries.map(({ name, writes }) => (isReading && !writes ? [name, "served", null] : [name, 503, "5"])));
      await end();
      await expect.poll(statuses, { interval: 300 }).toEqual(served);
    },
  );

  it("ends a connection in the middle of a job, the job begins again and is not failed, whatever its number of attempts", async () => {
    const { core, runner } = await startTestRunner(world.core);
    const handler = handlerOf("check-upload");
    const begun = Promise.withResolvers<void>();
    const run = vi.spyOn(handler, "run").mockImplementationOnce(async (at) => {
      await at.database.withSystem(async (tx) => {
        await tx.$queryRaw`SELECT 1`;
        begun.resolve();
        await tx.$queryRaw`SELECT pg_sleep(60)::text`;
      });
    });
    run.mockImplementationOnce((at, job) => at.database.withWorker(world.communityId, (tx) => job.succeed(tx)));
    // The next failure of any other kind would be the last.
    const about = { communityId: world.communityId, kind: "check-upload", subjectId: randomUUID(), createdById: randomUUID(), attempts: 4 };
    const job = await database.withSystem((tx) => tx.job.create({ data: about }));
    await core.queue.enqueue(job);
    await begun.promise;
    await server.stop();
    await server.start();
    expect(await jobOver(core, job.id)).toMatchObject({ status: "success", error: null });
    const written = await database.withSystem((tx) => tx.jobLog.findMany({ where: { jobId: job.id }, orderBy: { id: "asc" } }));
    expect(written.map(({ code }) => code)).toEqual(["taken-over", "database-away", "started", "done"]);
    run.mockRestore();
    await runner.stop();
  });

  it("writes one line into the log for all calls that it refuses, without where the database is", async () => {
    const app = await createServer({ ...world.core, log });
    await app.ready();
    await server.stop();
    lines.length = 0;
    for (let call = 0; call < 5; call++) {
      expect((await app.inject({ url: "/trpc/identity.me", headers: bearer(world.users.manager ?? null) })).statusCode).toBe(503);
      expect((await app.inject({ url: "/ogc/collections" })).statusCode).toBe(503);
      expect((await app.inject({ url: "/ready" })).statusCode).toBe(503);
    }
    // The outage before may have ended a moment ago, and this one be a part of it.
    const written = lines.map((line) => JSON.parse(line)).filter(({ level }) => level >= 40);
    expect(written.filter(({ msg }) => msg !== "the database cannot serve: calls are refused")).toEqual([]);
    expect(written.length).toBeLessThan(2);
    expect(lines.join("")).not.toMatch(/archipel_test|password/);
    await server.start();
    await app.close();
  });

  describe.skipIf(!mayMount)("has a full disk, or the objects have one (skipped where this account may not mount a small disk)", () => {
    let ofDatabase: Awaited<ReturnType<typeof smallDisk>>;
    let ofObjects: Awaited<ReturnType<typeof smallDisk>>;
    beforeAll(async () => {
      ofDatabase = await smallDisk(1, server.account);
      ofObjects = await smallDisk(1);
      await asAdmin(
        `CREATE TABLESPACE small LOCATION '${ofDatabase.folder}'`,
        "GRANT CREATE ON TABLESPACE small TO PUBLIC",
        "ALTER ROLE archipel SET default_tablespace = 'small'",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'archipel'",
      );
    });
    afterAll(async () => {
      await ofDatabase?.remove();
      await ofObjects?.remove();
    });

    it("is unavailable for a statement that finds no space, and says that the disk is full", async () => {
      const fill =
        "CREATE TABLE layers.full_disk TABLESPACE small AS SELECT repeat(md5(n::text), 50) AS text FROM generate_series(1, 3000) AS n";
      const { communityId } = world;
      const refusals = async () => {
        const failures = await Promise.allSettled([
          database.withWorker(communityId, (tx) => tx.$executeRawUnsafe(fill)),
          database.sqlAs({ role: "worker", communityId }, (sql) => sql.script(fill)),
        ]);
        return failures.map((failure) => refusalOf(failure.status === "rejected" ? failure.reason : null));
      };
      const full = { kind: "unavailable", code: "disk-full", params: { seconds: 60 } };
      // Connections that have just been ended are found out by the first call.
      await expect.poll(refusals).toMatchObject([full, full]);
    });

    it("fails a publication in words of both languages, which succeeds by another try once there is space", async () => {
      const { core, runner } = await startTestRunner(world.core);
      const manager = await newPerson(core, "manager");
      const rows = Array.from({ length: 2000 }, (_, row) => `${randomBytes(400).toString("base64")},${2 + row / 1000},48`);
      const upload = await uploadFile(core, manager, "lieux.csv", ["nom,lon,lat", ...rows].join("\n"));
      const held = { ...core, queue: world.core.queue };
      const { jobId, datasetId } = await publishUpload(held, manager, {
        communityId: manager.communityId,
        uploadId: upload.id,
        target: { record: datasetRecord.parse({ title: "Pleine" }) },
        layers: upload.layers.map((layer) => ({ uploadLayerId: layer.id, title: "Lieux" })),
        status: "published",
        portalIds: [],
      });
      // It would be tried twice more.
      await core.queue.enqueue(await database.withSystem((tx) => tx.job.update({ where: { id: jobId }, data: { attempts: 2 } })));
      expect(await jobOver(core, jobId)).toMatchObject({ status: "failure", error: { code: "disk-full", params: {} } });
      expect((await getUpload(core, manager, upload.id)).status).toBe("checked");
      ofDatabase.resize(64);
      await retryJob(core, manager, jobId);
      expect(await jobOver(core, jobId)).toMatchObject({ status: "success" });
      expect(await database.withSystem((tx) => tx.layer.findFirst({ where: { datasetId } }))).toMatchObject({ featureCount: 2000 });
      await runner.stop();
      await asAdmin("ALTER ROLE archipel RESET default_tablespace");
    });

    it("refuses an upload that the objects have no space for, and keeps its bytes until they have", async () => {
      const app = await createServer({ ...world.core, storage: openFileStore(ofObjects.folder) });
      const origin = await app.listen({ host: "127.0.0.1", port: 0 });
      const { headers } = (await addresses["POST /uploads"]?.(world, "manager")) ?? {};
      const asked = { "tus-resumable": "1.0.0", ...bearer(world.users.manager ?? null) };
      const bytes = randomBytes(2 * 1024 * 1024);
      const begun = await fetch(`${origin}/uploads`, {
        method: "POST",
        headers: { ...headers, ...asked, "upload-length": String(bytes.length) },
      });
      const url = new URL(begun.headers.get("location") ?? "", `${origin}/uploads`);
      const sent = { ...asked, "upload-offset": "0", "content-type": "application/offset+octet-stream" };
      const refused = await fetch(url, { method: "PATCH", headers: sent, body: bytes });
      expect([refused.status, await refused.json()]).toEqual([507, { error: "disk-full", params: {} }]);
      ofObjects.resize(8);
      const kept = await fetch(url, { method: "HEAD", headers: asked });
      expect([kept.status, kept.headers.get("upload-offset")]).toEqual([200, String(bytes.length)]);
      await app.close();
    });
  });
});
