import { codesOf } from "@archipel/database/error-codes.ts";
import { outageOf } from "@archipel/database/outage.ts";
import { diskFull } from "./disk-space.ts";
import { DomainError } from "./domain-error.ts";

/** What PostgreSQL and Prisma call a value that does not fit its type: out of range, unreadable, or no text. */
const DATA_ERRORS = new Set(["22003", "22007", "22008", "22021", "22P02", "22P03", "22P05", "P2020", "P2033"]);
/** What Node calls a full disk, or a full quota of it. */
const DISK_ERRORS = new Set(["ENOSPC", "EDQUOT"]);

/** When to try again: a restart takes seconds, and somebody must free a disk. */
const AWAY_SECONDS = 5;
const FULL_SECONDS = 60;

/** The refusal that a fault of the database or the disk means for the caller; null for a fault that is a bug of ours. */
export function refusalOf(error: unknown): DomainError | null {
  const outage = outageOf(error);
  if (outage === "away") return new DomainError("unavailable", "database-away", { seconds: AWAY_SECONDS });
  if (outage === "full") return new DomainError("unavailable", "disk-full", { seconds: FULL_SECONDS });
  const codes = codesOf(error);
  if (codes.some((code) => DATA_ERRORS.has(code))) return new DomainError("malformed", "value-not-storable");
  return codes.some((code) => DISK_ERRORS.has(code)) ? diskFull() : null;
}

/** Whether files or the database did not fit on the disk. */
export function isDiskFull(error: unknown): boolean {
  return outageOf(error) === "full" || codesOf(error).some((code) => DISK_ERRORS.has(code));
}

/** Whether the database could not serve, so that the same work may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  return outageOf(error) === "away";
}

/** For code that continues without what it could not read: an outage is no answer. */
export function throwOutage(error: unknown): void {
  if (outageOf(error) !== null) throw error;
}
