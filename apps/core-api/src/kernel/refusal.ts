import { diskFull } from "./disk-space.ts";
import { DomainError } from "./domain-error.ts";

/** What PostgreSQL and Prisma call a value that does not fit its type: out of range, unreadable, or no text. */
const DATA_ERRORS = new Set(["22003", "22007", "22008", "22021", "22P02", "22P03", "22P05", "P2020", "P2033"]);
/** What Node and PostgreSQL call a full disk, or a full quota of it. */
const DISK_ERRORS = new Set(["ENOSPC", "EDQUOT", "53100"]);

/** The refusal that a fault of the database or the disk means for the caller; null for a fault that is a bug of ours. */
export function refusalOf(error: unknown): DomainError | null {
  const codes = codesOf(error);
  if (codes.some((code) => DATA_ERRORS.has(code))) return new DomainError("malformed", "value-not-storable");
  return codes.some((code) => DISK_ERRORS.has(code)) ? diskFull() : null;
}

export function isDiskFull(error: unknown): boolean {
  return codesOf(error).some((code) => DISK_ERRORS.has(code));
}

/** Chains of causes are short; one that names itself must end too. */
const MAX_CAUSES = 20;

/** The codes of an error and of its causes. Prisma keeps those of PostgreSQL in `meta`, under other names. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  const left: unknown[] = [error];
  for (let seen = 0; left.length > 0 && seen < MAX_CAUSES; seen++) {
    const one = left.pop();
    if (typeof one !== "object" || one === null) continue;
    if ("code" in one && typeof one.code === "string") codes.push(one.code);
    if ("originalCode" in one && typeof one.originalCode === "string") codes.push(one.originalCode);
    if ("cause" in one) left.push(one.cause);
    if ("meta" in one) left.push(one.meta);
    if ("driverAdapterError" in one) left.push(one.driverAdapterError);
  }
  return codes;
}
