import { startTracing } from "@archipel/observability/tracing.ts";
import fastify from "fastify";
import { composeCore } from "./compose.ts";
import { readEnv } from "./env.ts";
import { platform } from "./http/platform.ts";
import { openQueue } from "./jobs/queue.ts";
import { startRunner } from "./jobs/runner.ts";
import { SettingsError, startOrExplain } from "./start-error.ts";

/** A process that only runs jobs, beside any number of others on a server database. The embedded database lives in core-api's process. */
const { core, runner, state, stopTracing } = await startOrExplain("worker", async () => {
  const env = readEnv();
  if (!env.DATABASE_URL) throw new SettingsError("without DATABASE_URL, core-api runs the jobs itself");
  const stopTracing = await startTracing({
    service: env.OTEL_SERVICE_NAME ?? "archipel-worker",
    endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
  });
  const base = await composeCore(env, "worker");
  const queue = await openQueue(base.database, base.log);
  const core = { ...base, queue };
  const runner = await startRunner(core, queue);
  const state = fastify();
  if (env.ARCHIPEL_WORKER_PORT) {
    await platform.register(state, core);
    await state.listen({ host: env.HOST, port: env.ARCHIPEL_WORKER_PORT });
  }
  core.log.info({ database: core.database.kind }, "worker takes jobs");
  return { core, runner, state, stopTracing };
});

let isStopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));

async function stop(signal: string): Promise<void> {
  if (isStopping) process.exit(1);
  isStopping = true;
  core.log.info({ signal }, "worker stops");
  await runner.stop();
  await state.close();
  await core.database.close();
  await stopTracing();
  process.exit(0);
}
