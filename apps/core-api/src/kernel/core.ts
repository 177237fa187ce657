import type { Database } from "@archipel/database/database.ts";
import type { Logger } from "@archipel/observability/logger.ts";
import type { ObjectStore } from "@archipel/storage/object-store.ts";
import type { Env } from "../env.ts";
import type { JobQueue } from "./jobs/queue.ts";
import type { Mailer } from "./mailer.ts";
import type { News } from "./news.ts";

/** The person of a session. */
export interface SignedIn {
  userId: string;
  /** Whether the sign-in proved two factors: a code after the password, a passkey, or an institution's own second step. */
  hasSecondStep: boolean;
}

/** The platform's parts, made once at start. Every service verb gets them, beside its actor and input. */
export interface Core {
  env: Env;
  database: Database;
  log: Logger;
  storage: ObjectStore;
  mailer: Mailer;
  queue: JobQueue;
  news: News;
  /** Identifies this running core; copies of it share the same object. `perCore` stores its state by it. */
  memory: object;
  /** The owner of an access token, while it and its session are live; else null. */
  identify(accessToken: string): Promise<SignedIn | null>;
}
