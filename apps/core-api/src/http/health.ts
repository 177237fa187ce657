import { metrics } from "@archipel/observability/metrics.ts";
import type { FastifyReply } from "fastify";
import { observeState } from "../jobs/observe-state.ts";
import type { CoreAlone, HttpRequest } from "./route.ts";

/** Liveness: the process answers. */
export async function health() {
  return { status: "ok" };
}

/** Readiness: the process reaches the database. */
export async function ready({ core }: CoreAlone, _request: HttpRequest, reply: FastifyReply) {
  try {
    await core.database.sqlAs({ role: "system" }, (sql) => sql.query("SELECT 1"));
    return { status: "ready", database: core.database.kind };
  } catch (error) {
    core.log.error({ err: error }, "database not reached");
    return reply.status(503).send({ status: "database-not-reached" });
  }
}

/** Metrics in Prometheus text format. */
export async function prometheus({ core }: CoreAlone, _request: HttpRequest, reply: FastifyReply) {
  await observeState(core);
  return reply.type(metrics.contentType).send(await metrics.metrics());
}
