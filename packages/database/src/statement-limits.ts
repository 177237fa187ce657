import { AsyncLocalStorage } from "node:async_hooks";
import { codesOf } from "./error-codes.ts";

/** Limits on each SQL statement of a call. The embedded database ignores them. */
export interface StatementLimits {
  /** PostgreSQL cancels a statement that takes longer. */
  readonly milliseconds: number;
  /** Whether a statement may use several processors of the database server. */
  readonly isParallel: boolean;
}

const current = new AsyncLocalStorage<StatementLimits>();

/** Runs `work` so that each statement in its transactions has these limits. Limits inside limits can only be stricter. */
export function withStatementLimits<T>(limits: StatementLimits, work: () => T): T {
  const outer = current.getStore();
  const milliseconds = Math.min(limits.milliseconds, outer?.milliseconds ?? Number.POSITIVE_INFINITY);
  return current.run({ milliseconds, isParallel: limits.isParallel && outer?.isParallel !== false }, work);
}

/** The limits of the call that is running; undefined for jobs and migrations. */
export function statementLimits(): StatementLimits | undefined {
  return current.getStore();
}

/** PostgreSQL's code of a statement that was cancelled. */
const CANCELLED = "57014";

/** Whether a statement was cancelled because it took too long: by raw SQL, or by Prisma, which keeps PostgreSQL's code inside its own error. */
export function isStatementTimeout(error: unknown): boolean {
  return codesOf(error).includes(CANCELLED);
}
