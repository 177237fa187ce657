import { AsyncLocalStorage } from "node:async_hooks";
import { codesOf } from "./error-codes.ts";

/** Limits on each SQL statement of a call. The embedded database ignores them. */
export interface StatementLimits {
  /** PostgreSQL cancels a statement that takes longer. */
  readonly milliseconds: number;
  /** Whether a statement may use several processors of the database server. */
  readonly isParallel: boolean;
}

interface CurrentLimits {
  /** What a transaction that begins now has for each of its statements. */
  milliseconds(): number;
  isParallel: boolean;
}

const current = new AsyncLocalStorage<CurrentLimits>();

/** Runs `work` so that each statement in its transactions has these limits. Limits inside limits can only be stricter. */
export function withStatementLimits<T>({ milliseconds, isParallel }: StatementLimits, work: () => T): T {
  return withLimits({ milliseconds: () => milliseconds, isParallel }, work);
}

/** Runs `work` so that no statement in its transactions takes longer than what is left of a time when the transaction begins. */
export function withTimeLeft<T>(secondsLeft: () => number, work: () => T): T {
  return withLimits({ milliseconds: () => roundedUp(secondsLeft() * 1000), isParallel: true }, work);
}

/** To two digits: the beginnings of transactions are kept by their limits, and must be few. */
function roundedUp(milliseconds: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, milliseconds))) - 1);
  return Math.ceil(milliseconds / step) * step;
}

function withLimits<T>(limits: CurrentLimits, work: () => T): T {
  const outer = current.getStore();
  const milliseconds = () => Math.min(limits.milliseconds(), outer?.milliseconds() ?? Number.POSITIVE_INFINITY);
  return current.run({ milliseconds, isParallel: limits.isParallel && outer?.isParallel !== false }, work);
}

/** The longest time that PostgreSQL takes for a statement; 0 would mean that there is no limit. */
const MOST_MILLISECONDS = 2 ** 31 - 1;

/** The limits of the call or job that is running; undefined for migrations and the schedule. */
export function statementLimits(): StatementLimits | undefined {
  const limits = current.getStore();
  return (
    limits && { milliseconds: Math.min(MOST_MILLISECONDS, Math.max(1, Math.ceil(limits.milliseconds()))), isParallel: limits.isParallel }
  );
}

/** PostgreSQL's code of a statement that was cancelled. */
const CANCELLED = "57014";

/** Whether a statement was cancelled because it took too long: by raw SQL, or by Prisma, which keeps PostgreSQL's code inside its own error. */
export function isStatementTimeout(error: unknown): boolean {
  return codesOf(error).includes(CANCELLED);
}
