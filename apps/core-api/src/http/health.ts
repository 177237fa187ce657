import { metrics } from "@archipel/observability/metrics.ts";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Core } from "../kernel/core.ts";
import { type CoreAlone, coreAlone, type HttpRequest } from "./route.ts";

export function openHealth(core: Core, scope: FastifyInstance): CoreAlone {
  scope.addHook("onResponse", (request, reply, done) => {
    core.log.debug({ method: request.method, url: request.url, status: reply.statusCode, ms: reply.elapsedTime }, "request");
    done();
  });
  return coreAlone(core);
}

/** The process answers. */
export async function health() {
  return { status: "ok" };
}

/** The process can serve: it reaches the database. */
export async function ready({ core }: CoreAlone, _request: HttpRequest, reply: FastifyReply) {
  try {
    await core.database.sqlAs({ role: "system" }, (sql) => sql.query("SELECT 1"));
    return { status: "ready", database: core.database.kind };
  } catch (error) {
    core.log.error({ err: error }, "database not reached");
    return reply.status(503).send({ status: "database-not-reached" });
  }
}

/** Figures as Prometheus text. */
export async function prometheus(_: CoreAlone, _request: HttpRequest, reply: FastifyReply) {
  return reply.type(metrics.contentType).send(await metrics.metrics());
}
