import type { Database } from "@archipel/database/database.ts";
import type { Logger } from "@archipel/observability/logger.ts";
import { PgBoss } from "pg-boss";
import type { Core } from "../kernel/core.ts";
import { OPEN_JOB_STATUSES } from "../kernel/jobs/open-jobs.ts";
import type { JobQueue } from "../kernel/jobs/queue.ts";

/** The message in the queue; the rest of a job is in its row. */
export interface QueuedJob {
  id: string;
  communityId: string;
}

/** How many jobs run in this process at a time: of all communities together, and of one. */
export interface Places {
  all: number;
  ofCommunity: number;
}

export interface RunningQueue extends JobQueue {
  /** Starts to take jobs. Work that throws is tried again. */
  work(places: Places, work: (job: QueuedJob, signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Releases the jobs of a killed process, when this process is known to be the only one. */
  releaseOrphans(): Promise<void>;
  stop(): Promise<void>;
}

const QUEUE = "jobs";
/** A worker without a heartbeat for this long counts as dead, and another takes its job (pg-boss's minimum). */
const HEARTBEAT_SECONDS = 10;
/** How often a free place looks for jobs that another process queued; this process notifies its own places. */
const POLL_SECONDS = { server: 1, embedded: 2 };
const DAY_SECONDS = 24 * 3600;

/**
 * pg-boss in its own schema, on either database. One queue for all kinds, in the order of turns (`app.take_turn()`), so that communities
 * alternate. A job is in the queue at most once (`exclusive`, by the job's id), so enqueuing again is harmless. Its community is its group:
 * a process takes no further job of a group that has its share of the places.
 *
 * On a server, heartbeats show that a worker died. The embedded database blocks this process while it works, so heartbeats would fail; it
 * has no other process, so at start every active job is an orphan.
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
  const lookAtOnce = () => {
    for (const place of boss.getWipData()) boss.notifyWorker(place.id);
  };

  return {
    async enqueue({ id, communityId, turn }) {
      const group = { id: communityId };
      await boss.send(QUEUE, { id, communityId } satisfies QueuedJob, { singletonKey: id, priority: -turn, group });
      lookAtOnce();
    },
    async work({ all, ofCommunity }, work) {
      const places = { localConcurrency: all, localGroupConcurrency: ofCommunity, pollingIntervalSeconds: POLL_SECONDS[database.kind] };
      await boss.work<QueuedJob>(QUEUE, { ...places, batchSize: 1 }, async (jobs) => {
        try {
          for (const job of jobs) await work(job.data, job.signal);
        } finally {
          // There may be more jobs: look at once, and wait for the next poll only after an empty look.
          lookAtOnce();
        }
      });
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

/** Enqueues jobs whose row was committed but whose message was lost in a crash. Jobs already in the queue are untouched. */
export async function requeueOpenJobs(core: Pick<Core, "database" | "queue">): Promise<void> {
  const open = await core.database.withSystem((tx) =>
    tx.job.findMany({ where: { status: { in: OPEN_JOB_STATUSES } }, orderBy: [{ turn: "asc" }, { id: "asc" }], take: 1000 }),
  );
  for (const job of open) await core.queue.enqueue(job);
}
