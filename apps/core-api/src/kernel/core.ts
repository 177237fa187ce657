import type { Database } from "@archipel/database/database.ts";
import type { Logger } from "@archipel/observability/logger.ts";
import type { ObjectStore } from "@archipel/storage/object-store.ts";
import type { Env } from "../env.ts";
import type { JobQueue } from "./jobs/queue.ts";
import type { Mailer } from "./mailer.ts";
import type { News } from "./news.ts";

/** What every service verb is given beside its actor and input: the platform's parts, made once at start. */
export interface Core {
  env: Env;
  database: Database;
  log: Logger;
  storage: ObjectStore;
  mailer: Mailer;
  queue: JobQueue;
  news: News;
  /** Names this running core; copies of it share the same object. `perCore` keeps its state in memory by it. */
  memory: object;
  /** The person behind an access token, while it and its session live; null otherwise. */
  identify(accessToken: string): Promise<string | null>;
}
