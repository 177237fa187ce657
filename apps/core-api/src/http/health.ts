import { setTimeout as wait } from "node:timers/promises";
import { metrics } from "@archipel/observability/metrics.ts";
import type { FastifyReply } from "fastify";
import { observeState } from "../jobs/observe-state.ts";
import type { CoreAlone, HttpRequest } from "./route.ts";

const RETRY_SECONDS = 5;

/** Liveness: the process answers. */
export async function health() {
  return { status: "ok" };
}

/** A database that is only busy serves: so that sites, which ask here, do not close for it. One that is away is found out before. */
const BUSY_MS = 10_000;

/** Readiness: the process reaches the database. */
export async function ready({ core }: CoreAlone, _request: HttpRequest, reply: FastifyReply) {
  try {
    const waiting = new AbortController();
    const answered = core.database.driver.execute("SELECT 1").finally(() => waiting.abort());
    await Promise.race([answered, wait(BUSY_MS, null, { signal: waiting.signal }).catch(() => answered)]);
    return { status: "ready", database: core.database.kind };
  } catch (error) {
    core.log.error({ err: error }, "database not reached");
    return reply
      .status(503)
      .headers({ "retry-after": RETRY_SECONDS, "cache-control": "no-store" })
      .send({ status: "database-not-reached" });
  }
}

/** Metrics in Prometheus text format. */
export async function prometheus({ core }: CoreAlone, _request: HttpRequest, reply: FastifyReply) {
  await observeState(core);
  return reply.type(metrics.contentType).send(await metrics.metrics());
}
