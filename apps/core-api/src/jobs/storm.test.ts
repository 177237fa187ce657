// @on-demand kills
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { type Database, openDatabase } from "@archipel/database/database.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { createServerDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";

/**
 * A thousand jobs of five communities, and a worker that is killed thirty times at moments of chance. On demand:
 * `npm test -- --only storm`.
 */
const JOBS = 1000;
const KILLS = 30;
const COMMUNITIES = 5;
const SECONDS_TO_GO_ON = 30;

let database: Database;
let drop: () => Promise<void>;
let options: Parameters<typeof openDatabase>[0];
const alive = new Set<ChildProcess>();

describe.runIf(testDatabaseKind === "server")("a storm of kills", () => {
  beforeAll(async () => {
    ({ options, drop } = await createServerDatabase(6));
    database = await openDatabase(options);
  });
  afterAll(async () => {
    for (const child of alive) child.kill("SIGKILL");
    await database.close();
    await drop();
  });

  function startWorker(): ChildProcess {
    const program = path.join(import.meta.dirname, "..", "testing", "storm-process.ts");
    const child = spawn(process.execPath, [program, JSON.stringify(options)], { stdio: ["ignore", "pipe", "inherit"] });
    alive.add(child);
    child.once("exit", () => alive.delete(child));
    return child;
  }

  async function addJobs(): Promise<void> {
    for (let index = 0; index < COMMUNITIES; index++) {
      const { id: communityId } = await createCommunity(database);
      const { id: createdById } = await createMember(database, communityId, "manager");
      const { layerId } = await buildTestLayer(database, communityId, {
        geometry: { type: "Point", srid: 4326, hasZ: false },
        fields: [{ name: "nom", column: "nom", type: "text" }],
        features: Array.from({ length: 50 }, (_, at) => ({
          geometry: { type: "Point", coordinates: [2 + at / 100, 46] },
          values: [`Lieu ${at}`],
        })),
      });
      const job = { communityId, createdById, kind: "refresh-layer", subjectId: layerId, input: { search: true, generalised: true } };
      await database.withSystem((tx) => tx.job.createMany({ data: Array.from({ length: JOBS / COMMUNITIES }, () => job) }));
    }
  }

  const done = () => database.withSystem((tx) => tx.job.count({ where: { status: "success" } }));
  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  /** Seconds until more jobs are done than before. */
  async function secondsToProgress(before: number): Promise<number> {
    const begun = performance.now();
    while ((await done()) <= before) {
      if (performance.now() - begun > 60_000) throw new Error(`work stands still at ${before} jobs`);
      await sleep(25);
    }
    return (performance.now() - begun) / 1000;
  }

  test(`${JOBS} jobs, ${KILLS} kills: no job is lost, no job is done twice, work continues`, async () => {
    await addJobs();
    const begun = performance.now();
    const waits: number[] = [];
    let worker = startWorker();
    await secondsToProgress(0);
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(Math.random() * 900);
      worker.kill("SIGKILL");
      const before = await done();
      worker = startWorker();
      if (before < JOBS) waits.push(await secondsToProgress(before));
    }
    await expect.poll(done, { timeout: 90_000, interval: 100 }).toBe(JOBS);
    const seconds = (performance.now() - begun) / 1000;
    worker.kill("SIGKILL");

    const found = await database.withSystem(async (tx) => ({
      jobs: await tx.job.groupBy({ by: ["status"], _count: true }),
      taken: await tx.job.aggregate({ _sum: { attempts: true }, _max: { attempts: true } }),
      // Written in the transaction of each job's last effects: one per job, or an effect happened twice.
      ends: await tx.jobLog.count({ where: { code: "done" } }),
      events: await tx.outboxEvent.count({ where: { topic: "layer.updated" } }),
    }));
    waits.sort((a, b) => a - b);
    console.log(
      `storm: ${JOBS} jobs in ${seconds.toFixed(0)} s through ${KILLS} kills; ${(found.taken._sum.attempts ?? 0) - JOBS} attempts again, ` +
        `at most ${found.taken._max.attempts} for one job; work went on after ${waits[0]?.toFixed(1)} s at best, ` +
        `${waits[waits.length >> 1]?.toFixed(1)} s in the middle, ${waits.at(-1)?.toFixed(1)} s at worst (${waits.length} measured)`,
    );
    expect(found.jobs).toEqual([{ status: "success", _count: JOBS }]);
    expect(found).toMatchObject({ ends: JOBS, events: JOBS });
    expect(waits.length).toBeGreaterThan(KILLS / 2);
    expect(waits.at(-1)).toBeLessThan(SECONDS_TO_GO_ON);
  });
});
