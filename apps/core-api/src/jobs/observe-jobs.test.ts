// @database server
import { randomUUID } from "node:crypto";
import { metrics } from "@archipel/observability/metrics.ts";
import { startOtlpReceiver } from "@archipel/observability/testing/otlp-receiver.ts";
import { startTracing } from "@archipel/observability/tracing.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { expect, it, vi } from "vitest";
import { JobFailedError } from "../kernel/jobs/handler.ts";
import { jobOver, startTestRunner } from "../testing/run-jobs.ts";
import { createTestCore } from "../testing/test-core.ts";
import { handlerOf } from "./handlers.ts";

const inspection = handlerOf("check-upload");

it("counts attempts of jobs by kind and outcome, traces them, and says when the disk was full", async () => {
  // Test files of a worker share the process and its metrics.
  metrics.resetMetrics();
  const receiver = await startOtlpReceiver();
  const stop = await startTracing({ service: "archipel-test", endpoint: receiver.endpoint });
  const database = await openTestDatabase();
  const { core, runner } = await startTestRunner(await createTestCore(database));
  const { id: communityId } = await createCommunity(database);
  const handler = vi.spyOn(inspection, "run");
  vi.spyOn(inspection, "undo").mockResolvedValue();
  const ended = async (work: (typeof inspection)["run"], attempts = 0) => {
    handler.mockImplementationOnce(work);
    const data = { communityId, kind: "check-upload", subjectId: randomUUID(), createdById: randomUUID(), attempts };
    const job = await database.withSystem((tx) => tx.job.create({ data }));
    await core.queue.enqueue(job);
    return jobOver(core, job.id, 60);
  };
  const run = async (work: (typeof inspection)["run"]) => (await ended(work)).status;
  const succeed: (typeof inspection)["run"] = (at, job) => at.database.withWorker(communityId, (tx) => job.succeed(tx));
  expect(await run(succeed)).toBe("success");
  expect(await run(() => Promise.reject(new JobFailedError("check-stopped")))).toBe("failure");
  // An unexpected error: the job is tried again, and then succeeds.
  handler.mockImplementationOnce(() => Promise.reject(new Error("passes")));
  expect(await run(succeed)).toBe("success");
  // The last attempt of a job on a full disk fails with words about the disk.
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  expect(await ended(() => Promise.reject(full), 2)).toMatchObject({ status: "failure", error: { code: "disk-full", params: {} } });
  await runner.stop();
  await stop();
  await database.close();
  await receiver.stop();
  const text = await metrics.metrics();
  const count = (outcome: string) =>
    Number(new RegExp(`archipel_job_attempt_seconds_count\\{kind="check-upload",outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1]);
  expect([count("success"), count("failure"), count("retry")]).toEqual([2, 2, 1]);
  expect(receiver.spans.filter(({ name }) => name === "job check-upload")).toHaveLength(5);
});
