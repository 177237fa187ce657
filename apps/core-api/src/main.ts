import { composeCore } from "./compose.ts";
import { readEnv } from "./env.ts";
import { createServer } from "./server.ts";

const env = readEnv();
const base = await composeCore(env, "core-api");
const core = { ...base, queue: { enqueue: async () => {} } };
const app = await createServer(core);
await app.listen({ host: env.HOST, port: env.PORT });
core.log.info({ address: `http://${env.HOST}:${env.PORT}`, database: core.database.kind }, "core-api listens");

let isStopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));

/** Takes no new call, lets those in flight end, then lets go of the database. A second signal does not wait. */
async function stop(signal: string): Promise<void> {
  if (isStopping) process.exit(1);
  isStopping = true;
  core.log.info({ signal }, "core-api stops");
  await app.close();
  await core.database.close();
  process.exit(0);
}
