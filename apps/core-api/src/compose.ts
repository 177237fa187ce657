import path from "node:path";
import { type Database, openDatabase } from "@archipel/database/database.ts";
import { pendingMigrations } from "@archipel/database/migrate.ts";
import type { OutageListener } from "@archipel/database/outage-report.ts";
import type { Logger } from "@archipel/observability/logger.ts";
import { openFileStore } from "@archipel/storage/file-store.ts";
import type { BeforeKeep, ObjectStore } from "@archipel/storage/object-store.ts";
import { openS3Store } from "@archipel/storage/s3-store.ts";
import { createCoreLog, outageLines } from "./core-log.ts";
import type { Env } from "./env.ts";
import type { Core } from "./kernel/core.ts";
import { createNews } from "./kernel/news.ts";
import { noteObjects } from "./kernel/objects.ts";
import { createIdentify } from "./modules/identity/service/sessions.ts";
import { createMailer } from "./modules/notifications/service/mailer.ts";
import { databaseProblem, SettingsError, StartError } from "./start-error.ts";

/**
 * Makes the platform's parts once at start; every verb gets them. The caller opens the queue (`jobs/queue.ts`) on the same database, and
 * closes the database at the end.
 */
export async function composeCore(env: Env, name: string): Promise<Omit<Core, "queue">> {
  const log = createCoreLog({ name, level: env.LOG_LEVEL });
  const database = await openConfiguredDatabase(env, outageLines(log));
  try {
    await bringUpToDate(database, env, log);
  } catch (error) {
    await database.close();
    throw databaseProblem(error, env.DATABASE_URL);
  }
  const storage = openConfiguredStore(env, noteObjects(database));
  return {
    env,
    database,
    log,
    storage,
    mailer: createMailer(env, database),
    news: createNews(database.notifier),
    memory: {},
    identify: createIdentify(database),
  };
}

function openConfiguredDatabase(env: Env, onOutage: OutageListener): Promise<Database> {
  const { DATABASE_URL: url, DATABASE_LISTEN_URL: listenUrl, DATABASE_REPLICA_URL: replicaUrl, DATABASE_POOL: poolSize } = env;
  return url
    ? openDatabase({ kind: "server", url, listenUrl, replicaUrl, poolSize, onOutage })
    : openDatabase({ kind: "embedded", dataFolder: path.join(env.ARCHIPEL_DATA, "database"), onOutage });
}

/**
 * S3-compatible storage when all of its settings are present; else files beside the database.
 *
 * @throws SettingsError when a part of them is missing
 */
export function openConfiguredStore(env: Env, beforeKeep?: BeforeKeep): ObjectStore {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey } = env;
  if (!endpoint) return openFileStore(path.join(env.ARCHIPEL_DATA, "objects"), beforeKeep);
  if (!bucket || !accessKey || !secretKey) {
    throw new SettingsError("with S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY and S3_SECRET_KEY must be set");
  }
  return openS3Store({ endpoint, bucket, region, accessKey, secretKey }, beforeKeep);
}

/**
 * Migrates the embedded database. On a server only with ARCHIPEL_MIGRATE=start; else it refuses a database that is not migrated
 * (`archipel-server migrate`).
 */
async function bringUpToDate(database: Database, env: Env, log: Logger): Promise<void> {
  if (database.kind === "embedded" || env.ARCHIPEL_MIGRATE === "start") {
    const applied = await database.migrate();
    if (applied.length > 0) log.info({ applied }, "database migrated");
    return;
  }
  const missing = await pendingMigrations(database.driver);
  if (missing.length > 0) throw new StartError(`the database lacks ${missing.join(", ")}. Run \`archipel-server migrate\` first`);
}
