import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Database } from "@archipel/database/database.ts";
import { createLogger } from "@archipel/observability/logger.ts";
import { openFileStore } from "@archipel/storage/file-store.ts";
import { readEnv } from "../env.ts";
import type { Core } from "../kernel/core.ts";
import type { OutgoingMail } from "../kernel/mailer.ts";
import { createNews } from "../kernel/news.ts";
import { noteObjects } from "../kernel/objects.ts";

export interface TestCore extends Core {
  /** Mails that would have been sent, latest last. */
  sentMails: OutgoingMail[];
  /** Jobs that would have been queued. */
  enqueued: { id: string; kind: string }[];
}

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The platform's parts for a test: its own folder; mails and jobs are only recorded. A bearer token is the id of a person. */
export async function createTestCore(database: Database): Promise<TestCore> {
  const folder = await mkdtemp(path.join(tmpdir(), "archipel-core-"));
  folders.push(folder);
  const sentMails: OutgoingMail[] = [];
  const enqueued: { id: string; kind: string }[] = [];
  return {
    env: readEnv({
      ARCHIPEL_DATA: folder,
      ARCHIPEL_SECRET: "a secret of the tests, of 32 characters",
      NODE_ENV: "test",
      // A test may run on a small disk.
      STORAGE_RESERVE_BYTES: "0",
    }),
    database,
    log: createLogger({ name: "test", level: "silent" }),
    storage: openFileStore(path.join(folder, "objects"), noteObjects(database)),
    mailer: { send: async (mail) => void sentMails.push(mail) },
    queue: { enqueue: async (job) => void enqueued.push(job) },
    news: createNews(database.notifier),
    memory: {},
    identify: async (token) => ({ userId: token, hasSecondStep: false }),
    sentMails,
    enqueued,
  };
}
