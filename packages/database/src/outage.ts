import { causesOf } from "./error-codes.ts";

/** Why the database cannot serve a call that may be right: nobody can reach or use it now, or its disk is full. */
export type Outage = "away" | "full";

/** SQLSTATEs by which a server says that it cannot serve now, or that it ends a connection. `outage.test.ts` says why others are not here. */
export const STATES: Readonly<Record<string, Outage>> = {
  // The connection was not made or broke.
  "08000": "away",
  "08001": "away",
  "08003": "away",
  "08004": "away",
  "08006": "away",
  "08007": "away",
  "08P01": "away",
  // A standby, or a primary that became one, does not write.
  "25006": "away",
  // A server that takes over does not know the role, its password or the database yet. At start, `connectionFailure` explains them.
  "28000": "away",
  "28P01": "away",
  "3D000": "away",
  // Memory, connections or a limit of the server are used up.
  "53000": "away",
  "53100": "full",
  "53200": "away",
  "53300": "away",
  "53400": "away",
  // An operator or a crash ended the connection, or the server starts.
  "57000": "away",
  "57P01": "away",
  "57P02": "away",
  "57P03": "away",
  "57P04": "away",
  "57P05": "away",
  // Its files cannot be read or written.
  "58000": "away",
  "58030": "away",
  "58P01": "away",
};

/** Codes of Prisma: refused, slow or closed connections, and a server, role or database that is not there. */
export const PRISMA_CODES = new Set("P1000 P1001 P1002 P1003 P1008 P1010 P1011 P1017 P2024 P2037".split(" "));

/** What Prisma's adapters make of errors of connections, before they have a code. */
export const ADAPTER_KINDS = new Set([
  "AuthenticationFailed",
  "ConnectionClosed",
  "DatabaseAccessDenied",
  "DatabaseDoesNotExist",
  "DatabaseNotReachable",
  "SocketTimeout",
  "TlsConnectionError",
  "TooManyConnections",
]);

/** Errors of `pg` and PGlite without a code, by their messages. */
const MESSAGES = new Set([
  "Client has encountered a connection error and is not queryable",
  "Client was closed and is not queryable",
  "Connection terminated",
  "Connection terminated due to connection timeout",
  "Connection terminated unexpectedly",
  "Cannot use a pool after calling end on the pool",
  "PGlite is closed",
  "timeout exceeded when trying to connect",
  "timeout expired",
]);

/** Errors of sockets to the database. Their codes alone do not say to what the socket led: a mail server may refuse connections too. */
const ofConnections = new WeakSet<Error>();

/** Notes an error of a connection to the database, which then counts as an outage. */
export function noteConnectionError<E>(error: E): E {
  if (error instanceof Error) ofConnections.add(error);
  return error;
}

/** The error of a connection that could not be opened: whatever the server says, nobody can use it. Prisma would keep no other mark of it. */
export function connectError(error: unknown): Error {
  if (!(error instanceof Error)) return noteConnectionError(new Error(String(error)));
  return outageOf(error) === null && "severity" in error
    ? noteConnectionError(new Error(error.message, { cause: error }))
    : noteConnectionError(error);
}

/** The one place that decides whether an error means that the database cannot serve now; null for all other errors. */
export function outageOf(error: unknown): Outage | null {
  for (const one of causesOf(error)) {
    const outage = outageOfOne(one);
    if (outage !== null) return outage;
  }
  return null;
}

function outageOfOne(one: object): Outage | null {
  const { code, originalCode, kind, message }: Partial<Record<"code" | "originalCode" | "kind" | "message", unknown>> = one;
  for (const state of [code, originalCode]) {
    if (typeof state === "string" && Object.hasOwn(STATES, state)) return STATES[state] ?? null;
  }
  if (one instanceof Error && ofConnections.has(one)) return "away";
  const isAway =
    (typeof code === "string" && PRISMA_CODES.has(code)) ||
    (typeof kind === "string" && ADAPTER_KINDS.has(kind)) ||
    (typeof message === "string" && MESSAGES.has(message));
  return isAway ? "away" : null;
}
