import { metrics } from "@archipel/observability/metrics.ts";
import type { FastifyInstance } from "fastify";
import { observeState } from "../jobs/observe-state.ts";
import type { Core } from "../kernel/core.ts";

/** `/health`: the process answers. `/ready`: it can serve (database reached). `/metrics`: Prometheus text, for the operator's network. */
export async function healthDoor(app: FastifyInstance, core: Core): Promise<void> {
  app.get("/health", async () => ({ status: "ok" }));

  app.get("/ready", async (_request, reply) => {
    try {
      await core.database.sqlAs({ role: "system" }, (sql) => sql.query("SELECT 1"));
      return { status: "ready", database: core.database.kind };
    } catch (error) {
      core.log.error({ err: error }, "database not reached");
      return reply.status(503).send({ status: "database-not-reached" });
    }
  });

  app.get("/metrics", async (_request, reply) => {
    await observeState(core);
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
}
