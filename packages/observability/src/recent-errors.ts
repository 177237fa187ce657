import { loggedError, withoutPersonal } from "./without-personal.ts";

/** The latest error lines of this process, for the operator's page: the log itself has the rest. */

export interface RecentError {
  at: Date;
  /** What was attempted, as the log says it. */
  message: string;
  /** Name and message of the error, if the line has one. */
  cause: string | null;
}

const MOST = 20;
const LONGEST = 300;
/** One list per process, as there is one log per process. */
const latest: RecentError[] = [];

/** Remembers an error line. `inputs` are the arguments of the logger. */
export function rememberError(inputs: readonly unknown[]): void {
  const [first] = inputs;
  const message = inputs.find((input) => typeof input === "string") ?? "";
  const error = first instanceof Error ? first : typeof first === "object" && first !== null && "err" in first ? first.err : null;
  const cause = error instanceof Error ? `${error.name}: ${loggedError(error).message}`.slice(0, LONGEST) : null;
  latest.unshift({ at: new Date(), message: withoutPersonal(String(message)).slice(0, LONGEST), cause });
  latest.length = Math.min(latest.length, MOST);
}

/** The latest first. */
export function recentErrors(): readonly RecentError[] {
  return [...latest];
}
