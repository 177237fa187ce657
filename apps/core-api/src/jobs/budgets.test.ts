// @database server
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type CommunityId, provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { startChild } from "@archipel/sandbox/limited-child.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { comb } from "@archipel/testing/hostile-shapes.ts";
import { openTestDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Core } from "../kernel/core.ts";
import type { JobRun } from "../kernel/jobs/handler.ts";
import type { OpenSession } from "../layer-store/tables/layer-table.ts";
import { FindingList } from "../modules/deliveries/uploads/inspect/findings.ts";
import { ValidityQueue } from "../modules/deliveries/uploads/inspect/validity-queue.ts";
import { jobOver, startTestRunner } from "../testing/run-jobs.ts";
import { createTestCore } from "../testing/test-core.ts";
import { handlerOf } from "./handlers.ts";
import type { Runner } from "./runner.ts";

const inspection = handlerOf("check-upload");
const ordinary = { JOB_CHILDREN: 50, JOB_CPU_SECONDS: 600, JOB_SECONDS: 7200 };
let folder: string;
let database: Database;
let core: Core;
let communityId: CommunityId;
const runners: Runner[] = [];
const undo = vi.spyOn(inspection, "undo");
const handler = vi.spyOn(inspection, "run");

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "archipel-budgets-"));
  await writeFile(path.join(folder, "spins.mjs"), "for (;;);");
  await writeFile(path.join(folder, "ends.mjs"), "");
  database = await openTestDatabase();
  const started = await startTestRunner(await createTestCore(database));
  core = started.core;
  runners.push(started.runner);
  ({ id: communityId } = await createCommunity(database));
});
afterAll(async () => {
  vi.restoreAllMocks();
  for (const runner of runners) await runner.stop();
  await database.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  undo.mockReset().mockResolvedValue();
  handler.mockReset();
});
afterEach(() => void Object.assign(core.env, ordinary));

async function add(of: CommunityId, values: { attempts?: number; spent?: object } = {}): Promise<string> {
  const data = {
    communityId: of,
    kind: "check-upload",
    subjectId: randomUUID(),
    createdById: randomUUID(),
    subject: "zones.zip",
    ...values,
  };
  const job = await database.withSystem((tx) => tx.job.create({ data }));
  await core.queue.enqueue(job);
  return job.id;
}

/** One job with this budget that does this work, when it has ended. */
async function ended(settings: Partial<typeof ordinary>, work: (run: JobRun) => Promise<unknown>, values?: Parameters<typeof add>[1]) {
  Object.assign(core.env, ordinary, settings);
  handler.mockImplementation(async (_, run) => {
    await work(run);
    await succeed(run);
  });
  return jobOver(core, await add(communityId, values));
}

const succeed = (run: JobRun) => core.database.withWorker(run.job.communityId, (tx) => run.succeed(tx));

function child(file: "spins.mjs" | "ends.mjs") {
  const program = { file: path.join(folder, file), libraries: "", readable: [folder] };
  const started = startChild(program, { limits: { memoryBytes: 2 ** 30, seconds: 600, cpuSeconds: 600 }, heapMegabytes: 64 });
  started.stream.resume();
  started.input.end();
  return started.ended;
}

/** As an engine does for which every error is a finding. */
const swallowed = (work: Promise<unknown>) => work.catch(() => {});

const failed = (code: string, params: object = {}) => ({
  status: "failure",
  attempts: 1,
  error: { code, params: expect.objectContaining({ subject: "zones.zip", ...params }) },
});

describe("the budget of a job", () => {
  test("ends a job whose children use too much processor time, and does not start it again", async () => {
    const job = await ended({ JOB_CPU_SECONDS: 1 }, () => Promise.all([child("spins.mjs"), child("spins.mjs")]));
    expect(job).toMatchObject(failed("job-over-processor", { most: 1 }));
    expect(undo).toHaveBeenCalledOnce();
    const logs = await database.withSystem((tx) => tx.jobLog.findMany({ where: { jobId: job.id, code: "failed" } }));
    expect(logs).toMatchObject([{ params: { error: "job-over-processor", subject: "zones.zip" } }]);
  });

  test("ends a job that starts too many children, even when the job takes that for a fault of its file", async () => {
    const job = await ended({ JOB_CHILDREN: 2 }, async () => {
      for (let started = 0; started < 4; started++) await swallowed(child("ends.mjs"));
    });
    expect(job).toMatchObject(failed("job-over-children", { most: 2 }));
    expect(undo).toHaveBeenCalledOnce();
  });

  test("ends a job that waits for something which never comes", async () => {
    const job = await ended({ JOB_SECONDS: 0.5 }, () => new Promise(() => {}));
    expect(job).toMatchObject(failed("job-over-time", { minutes: 1 }));
    expect(undo).toHaveBeenCalledOnce();
  });

  // The embedded database ignores the limit.
  test.runIf(testDatabaseKind === "server")("ends a job whose SQL takes too long, and its statement", async () => {
    const job = await ended({ JOB_SECONDS: 1 }, ({ job: { communityId: id } }) =>
      core.database.sqlAs({ role: "worker", communityId: id }, (sql) => sql.query("SELECT pg_sleep(600) AS budget_of_a_job")),
    );
    expect(job).toMatchObject(failed("job-over-time"));
    const running = () =>
      database.driver.execute("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%budget_of_a_job'", []);
    await expect.poll(running).toEqual([]);
  });

  test("is one for all attempts at the job", async () => {
    const job = await ended({ JOB_CHILDREN: 3 }, async () => {
      await child("ends.mjs");
      await child("ends.mjs");
      throw new Error("unexpected");
    });
    expect(job).toMatchObject({ ...failed("job-over-children"), attempts: 2 });
    expect(job.spent).toMatchObject({ children: 4 });
    // A process that was killed stored it with its last report.
    const taken = await ended({ JOB_CPU_SECONDS: 20 }, () => child("ends.mjs"), {
      attempts: 1,
      spent: { children: 1, cpuSeconds: 21, seconds: 30 },
    });
    expect(taken).toMatchObject({ ...failed("job-over-processor"), attempts: 2 });
  });

  test("leaves a job alone that uses less", async () => {
    expect(await ended({ JOB_CHILDREN: 2 }, () => Promise.all([child("ends.mjs"), child("ends.mjs")]))).toMatchObject({
      status: "success",
    });
    expect(undo).not.toHaveBeenCalled();
  });
});

describe("shapes with long teeth beside one another", () => {
  const open: OpenSession = (work) => database.sqlAs({ role: "worker", communityId }, work);
  async function askAbout(teeth: number, seconds?: number): Promise<void> {
    const doubts = new ValidityQueue(new FindingList(), seconds);
    const shape = writeEwkb({ type: "Polygon", coordinates: [comb(teeth)] }, 2154, false);
    for (const index of [6, 8]) doubts.doubt(index, shape);
    await doubts.ask(open);
  }

  test("end a check, with the first of them, before PostGIS compares all their edges", async () => {
    // It would take an hour for each, and could not be stopped.
    await expect(askAbout(60_000)).rejects.toMatchObject({ code: "shapes-too-complex", params: { first: 7, last: 7 } });
  });

  test.runIf(testDatabaseKind === "server")("end a check when PostGIS needs too long for all of them together", async () => {
    // Seconds for each shape, and less than one for both.
    await expect(askAbout(3_000, 0.01)).rejects.toMatchObject({ code: "shapes-too-complex", params: { first: 7, last: 9 } });
    expect(await askAbout(500)).toBeUndefined();
  });
});

test("a job whose process was killed five times, as by a machine without memory, is not started again", async () => {
  const job = await ended({}, () => Promise.resolve(), { attempts: 5 });
  expect(job).toMatchObject({ status: "failure", error: { code: "job-keeps-failing" } });
  expect(handler).not.toHaveBeenCalled();
});

/** The embedded database has one process, and one place less. */
const [PROCESSES, PLACES] = testDatabaseKind === "server" ? [[1, 2], 3] : [[1], 2];

test.each(PROCESSES)(
  "one community leaves a place free in each of %i processes, where the job of another one begins",
  async (processes) => {
    while (runners.length < processes) runners.push((await startTestRunner(await createTestCore(database))).runner);
    const [many, other] = [await createCommunity(database), await createCommunity(database)].map(({ id }) => provenCommunityId(id));
    if (!many || !other) throw new Error("no communities");
    const held = Promise.withResolvers<void>();
    let running = 0;
    handler.mockImplementation(async (_, run) => {
      if (run.job.communityId === many) {
        running++;
        await held.promise;
      }
      await succeed(run);
    });
    const all = [];
    for (let index = 0; index < 8; index++) all.push(await add(many));
    await expect.poll(() => running).toBe((PLACES - 1) * processes);
    for (let index = 0; index < 3; index++) expect(await jobOver(core, await add(other))).toMatchObject({ status: "success", attempts: 1 });
    expect(running).toBe((PLACES - 1) * processes);
    held.resolve();
    for (const id of all) expect(await jobOver(core, id)).toMatchObject({ status: "success", attempts: 1 });
  },
);
