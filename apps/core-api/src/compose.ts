import path from "node:path";
import { PassThrough } from "node:stream";
import { type Database, openDatabase } from "@archipel/database/database.ts";
import { pendingMigrations } from "@archipel/database/migrate.ts";
import { createLogger, type Logger } from "@archipel/observability/logger.ts";
import type { Env } from "./env.ts";
import type { Core } from "./kernel/core.ts";

/** The platform's parts, made once at start and handed to every verb. Whoever composes them closes `core.database` at the end. */
export async function composeCore(env: Env, name: string): Promise<Core> {
  const log = createLogger({ name, level: env.LOG_LEVEL });
  const database = await openConfiguredDatabase(env);
  await bringUpToDate(database, env, log);
  return {
    env,
    database,
    log,
    storage: {
      put: async () => Promise.reject(new Error("no storage yet")),
      get: async () => new PassThrough().end(),
      stat: async () => null,
      delete: async () => {},
    },
    mailer: {
      send: async (mail) => void (await database.withSystem((tx) => tx.mail.create({ data: { recipient: mail.to, ...omitTo(mail) } }))),
    },
    queue: { enqueue: async () => {} },
    identify: async () => null,
  };
}

function omitTo({ subject, html, text }: { subject: string; html: string; text: string }) {
  return { subject, html, text };
}

function openConfiguredDatabase(env: Env): Promise<Database> {
  return env.DATABASE_URL
    ? openDatabase({ kind: "server", url: env.DATABASE_URL, poolSize: env.DATABASE_POOL })
    : openDatabase({ kind: "embedded", dataFolder: path.join(env.ARCHIPEL_DATA, "database") });
}

/** The embedded database migrates itself; a server does when told to, else it must have been (`npm run migrate`). */
async function bringUpToDate(database: Database, env: Env, log: Logger): Promise<void> {
  if (database.kind === "embedded" || env.ARCHIPEL_MIGRATE === "start") {
    const applied = await database.migrate();
    if (applied.length > 0) log.info({ applied }, "database migrated");
    return;
  }
  const missing = await pendingMigrations(database.driver);
  if (missing.length > 0) {
    await database.close();
    throw new Error(`core-api cannot start: the database lacks ${missing.join(", ")}. Run \`npm run migrate\` first`);
  }
}
