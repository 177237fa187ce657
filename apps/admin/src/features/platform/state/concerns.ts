import type { PlatformState } from "@archipel/contracts/usage.ts";

export type Concern = "database" | "jobs" | "disk" | "mail" | "events" | "backup";

const SLOW_MS = 1000;
/** A waiting job of this age means that no worker runs, or that they do not keep up. */
const LONG_WAIT_SECONDS = 600;
const OLD_BACKUP_MS = 2 * 86_400_000;

/** The parts of the platform that an operator should look at. */
export function concerns({ at, database, jobs, disk, mail, eventsRetried, lastBackupAt }: PlatformState): ReadonlySet<Concern> {
  const found: [Concern, boolean][] = [
    ["database", database.milliseconds > SLOW_MS || (database.connections?.waiting ?? 0) > 0],
    ["jobs", jobs.failedLastDay > 0 || jobs.oldestWaitingSeconds > LONG_WAIT_SECONDS],
    ["disk", disk.freeBytes < 2 * disk.reserveBytes],
    ["mail", mail.retried > 0],
    ["events", eventsRetried > 0],
    // A platform whose copies never report is not called unhealthy: they may be made elsewhere.
    ["backup", lastBackupAt !== null && at.getTime() - lastBackupAt.getTime() > OLD_BACKUP_MS],
  ];
  return new Set(found.flatMap(([concern, isThere]) => (isThere ? [concern] : [])));
}
