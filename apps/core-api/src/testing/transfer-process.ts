import path from "node:path";
import { type DatabaseOptions, openDatabase } from "@archipel/database/database.ts";
import { createLogger, type LogFn, type Logger } from "@archipel/observability/logger.ts";
import { openFileStore } from "@archipel/storage/file-store.ts";
import { endDeletedCommunities, importCommunities } from "../jobs/communities.ts";
import { openQueue } from "../jobs/queue.ts";
import { startRunner } from "../jobs/runner.ts";
import type { Core } from "../kernel/core.ts";
import { noteObjects } from "../kernel/objects.ts";
import { jobOver } from "./run-jobs.ts";
import { createTestCore } from "./test-core.ts";

/**
 * A process that writes or reads the copy of a community, or erases one. Its database and storage outlive it, so that it can be killed and started again.
 */
export interface TransferSettings {
  database: DatabaseOptions;
  /** Holds the objects, in `objects`. */
  folder: string;
  /** The export's job; without one the process imports what waits, or erases. */
  jobId?: string;
  /** Whether it erases the deleted communities whose grace is over. */
  erases?: boolean;
  /** The step or message of the log at which the process kills itself. */
  killAt?: string;
}

const settings = JSON.parse(process.argv[2] ?? "") as TransferSettings;

/** Ends the process in the very call that logs the step. */
function logAndMaybeExit(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  method.apply(this, args);
  const [first]: unknown[] = args;
  const said = typeof first === "object" && first !== null && "step" in first ? first.step : first;
  if (settings.killAt !== undefined && said === settings.killAt) process.kill(process.pid, "SIGKILL");
}

const database = await openDatabase(settings.database);
const base: Core = {
  ...(await createTestCore(database)),
  log: createLogger({ name: "transfer-process", level: "debug", hooks: { logMethod: logAndMaybeExit } }),
  storage: openFileStore(path.join(settings.folder, "objects"), noteObjects(database)),
};
if (settings.jobId) {
  const queue = await openQueue(database, base.log);
  const core: Core = { ...base, queue };
  const runner = await startRunner(core, queue);
  await jobOver(core, settings.jobId);
  await runner.stop();
  await queue.stop();
} else if (settings.erases) {
  await endDeletedCommunities(base);
} else {
  await importCommunities(base);
}
await database.close();
process.exit(0);
