import { stat, statfs } from "node:fs/promises";
import path from "node:path";
import { failure } from "@archipel/contracts/uploads.ts";
import type { PlatformState } from "@archipel/contracts/usage.ts";
import { recentErrors } from "@archipel/observability/recent-errors.ts";
import packageFile from "../../../../package.json" with { type: "json" };
import { portalOrigin } from "../../../kernel/addresses.ts";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { answerOnce, failedJobRows, hostRows, latestMigration, stateRow } from "../queries.ts";

/** The nightly copy touches this file of `ARCHIPEL_DATA` when it has ended well. */
const BACKUP_FILE = "last-backup";

type State = Omit<PlatformState, "failedJobs"> & { failedJobs: FailedJob[] };
type FailedJob = Omit<PlatformState["failedJobs"][number], "title"> & { kind: string };

/** Several operators who look at the page share one reading. */
const FRESH_MS = 2000;
const readingOf = perCore((): { at: number; state: Promise<State> | null } => ({ at: 0, state: null }));

/** The state of the platform, with kinds of jobs instead of their titles. */
export function readState(core: Core): Promise<State> {
  const reading = readingOf(core);
  if (!reading.state || Date.now() - reading.at > FRESH_MS) {
    reading.at = Date.now();
    reading.state = measure(core);
    reading.state.catch(() => {
      reading.state = null;
    });
  }
  return reading.state;
}

async function measure(core: Core): Promise<State> {
  const { database, env } = core;
  const folder = path.resolve(env.ARCHIPEL_DATA);
  const begun = performance.now();
  const system = { role: "system" } as const;
  await database.sqlAs(system, answerOnce);
  const milliseconds = performance.now() - begun;
  const [{ row, jobs, hosts }, migration, disk, backup] = await Promise.all([
    database.sqlAs(system, async (sql) => ({ row: await stateRow(sql), jobs: await failedJobRows(sql), hosts: await hostRows(sql) })),
    database.driver.transaction(latestMigration),
    statfs(folder),
    stat(path.join(folder, BACKUP_FILE)).catch(() => null),
  ]);
  return {
    at: new Date(),
    versions: {
      platform: packageFile.version,
      node: process.versions.node,
      database: row.version.split(" ")[0] ?? row.version,
      migration,
    },
    database: { kind: database.kind, milliseconds, bytes: row.bytes, connections: database.connections() },
    jobs: {
      waiting: row.waiting,
      running: row.running,
      oldestWaitingSeconds: row.oldestWaitingSeconds,
      failedLastDay: row.failedLastDay,
    },
    eventsRetried: row.eventsRetried,
    disk: { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize, reserveBytes: env.STORAGE_RESERVE_BYTES },
    mail: {
      boxUrl: env.SMTP_URL === undefined ? `${env.ARCHIPEL_PUBLIC_URL}/mailbox` : null,
      due: row.mailsDue,
      retried: row.mailsRetried,
      lastSentAt: row.lastMailAt,
    },
    hosts: hosts.map((row) => ({ ...row, address: portalOrigin(env, row.host) })),
    hostCount: row.hostCount,
    lastBackupAt: backup?.mtime ?? null,
    errors: [...recentErrors()],
    failedJobs: jobs.map(({ error, ...job }) => ({ ...job, error: failure.nullable().catch(null).parse(error) })),
  };
}
