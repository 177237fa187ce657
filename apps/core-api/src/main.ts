import { setFlagsFromString } from "node:v8";
import { startTracing } from "@archipel/observability/tracing.ts";
import { composeCore } from "./compose.ts";
import { exposureWarnings, readEnv } from "./env.ts";
import { startAskListener } from "./http/ask-listener.ts";
import { openQueue } from "./jobs/queue.ts";
import { startRunner } from "./jobs/runner.ts";
import { warmHeights } from "./modules/elevation/warm-up/service.ts";
import { openingMaker } from "./modules/portals/open/maker.ts";
import { createServer } from "./server.ts";
import { startOrExplain } from "./start-error.ts";

// What is read from the database and from files comes in buffers. V8 would collect all its memory each time that 64 MB of them have passed,
// which took a fifth of a tile's time; so they count with all other memory.
setFlagsFromString("--external-memory-accounted-in-global-limit");

const { core, app, asked, jobs, stopTracing } = await startOrExplain("core-api", async () => {
  const env = readEnv();
  const stopTracing = await startTracing({
    service: env.OTEL_SERVICE_NAME ?? "archipel-core-api",
    endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
  });
  const base = await composeCore(env, "core-api");
  const queue = await openQueue(base.database, base.log);
  const core = { ...base, queue };
  const app = await createServer(core);
  // Before an update can replace the files that it reads.
  openingMaker(core);
  // Jobs run here too, unless workers of their own do it (`ARCHIPEL_PROCESS=api`).
  const jobs = env.ARCHIPEL_PROCESS === "api" ? queue : await startRunner(core, queue);
  // Fastify gives Node all of them; its types do not know the last one.
  const address = { host: env.HOST, port: env.PORT, reusePort: env.PORT_SHARED === "yes" };
  await app.listen(address);
  const asked = env.DOMAINS_ASK === undefined ? null : await startAskListener(core, env.DOMAINS_ASK);
  for (const warning of exposureWarnings(env)) core.log.warn(warning);
  core.log.info({ address: `http://${env.HOST}:${env.PORT}`, database: core.database.kind }, "core-api listens");
  void warmHeights(core);
  return { core, app, asked, jobs, stopTracing };
});

let isStopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));

/** Takes no new call, lets those in flight end, then lets go of the database. A second signal does not wait. */
async function stop(signal: string): Promise<void> {
  if (isStopping) process.exit(1);
  isStopping = true;
  core.log.info({ signal }, "core-api stops");
  await asked?.stop();
  await app.close();
  await jobs.stop();
  await core.database.close();
  await stopTracing();
  process.exit(0);
}
