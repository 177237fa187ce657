// @database server
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createJobRun } from "../../../jobs/job-run.ts";
import { cancelJob, listLogs, retryJob } from "../../../jobs/service.ts";
import type { Core } from "../../../kernel/core.ts";
import { budgetOf } from "../../../kernel/jobs/budget.ts";
import { type JobRun, JobStoppedError } from "../../../kernel/jobs/handler.ts";
import { squares } from "../../../testing/made-zones.ts";
import { type ProcessingWorld, processingWorld } from "../../../testing/processing-world.ts";
import { runProcessingJob } from "../running/job.ts";
import { runProcessing } from "./service.ts";

let database: Database;
let world: ProcessingWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await processingWorld(database);
});
afterAll(async () => {
  await world.stopRunner();
  await database.close();
});

const asLayer = { kind: "layer", title: "Résultat", target: { title: "Nouveau jeu" } } as const;
/** One attempt at a job without a runner; something happens at a given step. */
async function attempt(jobId: string, happens: { at: string; what: () => Promise<unknown> }): Promise<unknown> {
  const row = await database.withSystem((tx) =>
    tx.job.update({ where: { id: jobId }, data: { status: "progress", attempts: { increment: 1 } } }),
  );
  const { communityId } = world;
  const { subjectId, createdById, keyId, input, attempts } = row;
  const job = { id: jobId, kind: "run-processing", communityId, subjectId, createdById, keyId, input, attempt: attempts } as const;
  const attempt = { steps: runProcessingJob.steps, signal: new AbortController().signal, budget: budgetOf(world.core.env) };
  const run = createJobRun(database, world.core.log, job, attempt);
  let isDone = false;
  const watched: JobRun = {
    ...run,
    async progress(step, done, total) {
      if (step === happens.at && !isDone) {
        isDone = true;
        await happens.what();
      }
      await run.progress(step, done, total);
    },
  };
  const error = await runProcessingJob.run(world.core, watched).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isDone) throw new Error(`the job did not come to ${happens.at}`);
  if (error !== null && !(error instanceof Killed)) await runProcessingJob.undo(world.core, job);
  return error;
}
class Killed extends Error {}

async function everything() {
  const tables = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'layers'::regnamespace AND relkind = 'r' ORDER BY 1",
    ),
  );
  const counts = await database.withSystem(async (tx) => [
    await tx.dataset.count(),
    await tx.layer.count(),
    await tx.layerRevision.count(),
  ]);
  return { tables: tables.map(({ name }) => name), counts };
}

describe("disturbed", () => {
  let source: string;
  let core: Core;
  const asked = (processing = "dissolve") => ({
    communityId: world.communityId,
    processing,
    parameters: { layer: source, by: ["n"] },
    result: asLayer,
  });
  beforeAll(async () => {
    await world.stopRunner();
    core = { ...world.core, queue: { enqueue: async () => {} } };
    source = (await world.layer(squares(300))).layerId;
  });
  const runOf = (id: string) => database.withSystem((tx) => tx.processingRun.findUniqueOrThrow({ where: { id } }));

  test("a source edited meanwhile: the result is made again, from one state", async () => {
    const { jobId, runId } = await runProcessing(core, world.manager, asked());
    const edit = () => database.withSystem((tx) => tx.layer.update({ where: { id: source }, data: { revision: 2 } }));
    expect(await attempt(jobId, { at: "index", what: edit })).toBeNull();
    expect(await runOf(runId)).toMatchObject({ sources: [{ revision: 2 }], counts: { in: 300, out: 300 } });
    const { items } = await listLogs(core, world.manager, { communityId: world.communityId, jobId, limit: 100 });
    expect(items.filter(({ code }) => code === "sources-moved")).toHaveLength(1);
  });

  test.each(["process", "index", "publish"])(
    "cancelled at %s: no dataset, no layer, no table is left, and it can be tried again",
    async (at) => {
      const before = await everything();
      const { jobId, runId } = await runProcessing(core, world.manager, asked());
      expect(await attempt(jobId, { at, what: () => cancelJob(core, world.manager, jobId) })).toBeInstanceOf(JobStoppedError);
      expect(await everything()).toEqual(before);
      await retryJob(core, world.manager, jobId);
      expect(await attempt(jobId, { at: "prepare", what: async () => {} })).toBeNull();
      expect(await runOf(runId)).toMatchObject({ counts: { in: 300, out: 300 }, layerId: expect.any(String) });
    },
  );

  test.each(["process", "order", "publish"])("killed at %s: the next attempt makes one result", async (at) => {
    const before = await everything();
    const { jobId, runId } = await runProcessing(core, world.manager, asked());
    const die = () => Promise.reject(new Killed());
    expect(await attempt(jobId, { at, what: die })).toBeInstanceOf(Killed);
    expect(await attempt(jobId, { at: "prepare", what: async () => {} })).toBeNull();
    const after = await everything();
    expect(after.counts).toEqual(before.counts.map((count) => count + 1));
    expect(after.tables.filter((name) => name.endsWith("_in"))).toEqual([]);
    const { layerId: made } = await runOf(runId);
    const revisions = await database.withSystem((tx) => tx.layerRevision.count({ where: { layerId: made ?? "" } }));
    expect(revisions).toBe(1);
  });
});
