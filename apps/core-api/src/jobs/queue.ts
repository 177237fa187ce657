import type { Database } from "@archipel/database/database.ts";
import type { Logger } from "@archipel/observability/logger.ts";
import { PgBoss } from "pg-boss";
import type { Core } from "../kernel/core.ts";
import type { JobQueue } from "../kernel/jobs/queue.ts";

/** What travels through the queue; the rest of a job is its row. */
export interface QueuedJob {
  id: string;
  communityId: string;
}

export interface RunningQueue extends JobQueue {
  /** Starts to take jobs, `concurrency` at a time. `work` that throws is tried again. */
  work(concurrency: number, work: (job: QueuedJob, signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Gives back what a killed process left in its hands, when this process is known to be the only one. */
  releaseOrphans(): Promise<void>;
  stop(): Promise<void>;
}

const QUEUE = "jobs";
/** A worker that says nothing for so long is dead, and its job goes to another (pg-boss's least). */
const HEARTBEAT_SECONDS = 10;
const DAY_SECONDS = 24 * 3600;

/**
 * pg-boss in its own schema, on either database. One queue for all kinds, served by turn (`app.take_turn()`), so that communities
 * alternate; a job is in it once at most (`exclusive`, keyed by the job's id), so enqueuing again is harmless.
 *
 * On a server, heartbeats tell that a worker died. The embedded database blocks this process while it works, which would look like
 * death: there is no other process, so what is active at start is orphaned instead.
 */
export async function openQueue(database: Database, log: Logger): Promise<RunningQueue> {
  const isServer = database.kind === "server";
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => ({ rows: await database.driver.execute(text, values) }) },
    backend: isServer ? "postgres" : "pglite",
    schema: "queue",
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    monitorVacuum: false,
    reindex: false,
    openTelemetry: { enabled: false },
  });
  boss.on("error", (error) => log.error({ err: error }, "job queue"));
  await boss.start();
  const retries = { retryLimit: 10, retryDelay: 1, deleteAfterSeconds: DAY_SECONDS, expireInSeconds: DAY_SECONDS - 1 };
  const heartbeat = isServer ? { heartbeatSeconds: HEARTBEAT_SECONDS } : {};
  await boss.createQueue(QUEUE, { policy: "exclusive", ...retries, ...heartbeat });
  const workers: string[] = [];

  return {
    async enqueue({ id, communityId, turn }) {
      await boss.send(QUEUE, { id, communityId } satisfies QueuedJob, { singletonKey: id, priority: -turn });
      for (const worker of workers) boss.notifyWorker(worker);
    },
    async work(concurrency, work) {
      for (let slot = 0; slot < concurrency; slot++) {
        let worker = "";
        worker = await boss.work<QueuedJob>(QUEUE, { pollingIntervalSeconds: 2, batchSize: 1 }, async (jobs) => {
          try {
            for (const job of jobs) await work(job.data, job.signal);
          } finally {
            // There may be more: it looks at once, and waits for the poll only when it finds nothing.
            if (worker) boss.notifyWorker(worker);
          }
        });
        workers.push(worker);
      }
    },
    async releaseOrphans() {
      if (isServer) return;
      const active = (await boss.findJobs(QUEUE)).filter((job) => job.state === "active");
      if (active.length > 0)
        await boss.fail(
          QUEUE,
          active.map((job) => job.id),
        );
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 10_000 });
    },
  };
}

/** Enqueues jobs whose row was committed but whose message was lost (a crash in between). Those in the queue are untouched. */
export async function requeueOpenJobs(core: Pick<Core, "database" | "queue">): Promise<void> {
  const open = await core.database.withSystem((tx) =>
    tx.job.findMany({ where: { status: { in: ["waiting", "progress"] } }, orderBy: [{ turn: "asc" }, { id: "asc" }], take: 1000 }),
  );
  for (const job of open) await core.queue.enqueue(job);
}
