import { expect, it } from "vitest";
import { ADAPTER_KINDS, connectError, noteConnectionError, outageOf, PRISMA_CODES, STATES } from "./outage.ts";

/** Why the database cannot serve, for each SQLSTATE that says so. */
const CANNOT_SERVE: Readonly<Record<string, string>> = {
  "08000": "a connection failed",
  "08001": "no connection could be made",
  "08003": "the connection is gone",
  "08004": "the server or a pooler refused the connection",
  "08006": "the connection broke",
  "08007": "the connection broke before the end of a transaction was known",
  "08P01": "a pooler or a broken connection sent what is not the protocol",
  "25006": "a standby, or a primary that was replaced, does not write",
  "28000": "a server that takes over does not admit the role yet",
  "28P01": "a server that takes over has another password yet",
  "3D000": "a server that takes over does not have the database yet",
  "53000": "a resource of the server is used up",
  "53100": "the disk is full",
  "53200": "the memory is used up",
  "53300": "no connection is left",
  "53400": "a limit of the server's configuration is reached",
  "57000": "an operator intervened",
  "57P01": "the server is shut down, or an operator ended the connection",
  "57P02": "a crash of another process ended the connection",
  "57P03": "the server starts, shuts down or recovers",
  "57P04": "the database was dropped, as before it is restored",
  "57P05": "the connection was idle for longer than the server allows",
  "58000": "the system under the server failed",
  "58030": "its disk cannot be read or written",
  "58P01": "a file of the server is missing",
};

/** Why the other codes of these classes are no outage: a repetition would fail as well, or another part handles them. */
const NO_OUTAGE: Readonly<Record<string, string>> = {
  "25000": "a fault of ours in a transaction",
  "25001": "a fault of ours in a transaction",
  "25002": "a fault of ours in a transaction",
  "25003": "a fault of ours in a transaction",
  "25004": "a fault of ours in a transaction",
  "25005": "a fault of ours in a transaction",
  "25007": "a fault of ours in a transaction",
  "25008": "a fault of ours in a transaction",
  "25P01": "a fault of ours in a transaction",
  "25P02": "a fault of ours: the statement before failed",
  "25P03": "our own transaction was idle for too long",
  "25P04": "our own transaction took too long",
  "40000": "the transaction lost against another one",
  "40001": "the transaction lost against another one; on a replica, the primary is read instead",
  "40002": "the transaction lost against another one",
  "40003": "the transaction lost against another one",
  "40P01": "two transactions waited for one another",
  "54000": "the statement is too large",
  "54001": "the statement is too large",
  "54011": "the statement is too large",
  "54023": "the statement is too large",
  "55000": "a statement in the wrong state; of a connection that could not be opened, it counts without its code",
  "55006": "another one uses the object",
  "55P02": "a setting needs a restart",
  "55P03": "a lock was not available in the time that a statement set itself",
  "55P04": "a fault of ours in a migration",
  "57014": "the statement was cancelled because it took too long",
  "58P02": "a fault of an operator",
  F0000: "only at the start of a server",
  F0001: "only at the start of a server",
  XX000: "a fault of PostgreSQL: operators must see it",
  XX001: "data are corrupt: operators must see it",
  XX002: "an index is corrupt: operators must see it",
};

const fault = (code: string, message = "refused") => Object.assign(new Error(message), { code });

it("decides about every SQLSTATE of connections, transactions, resources, operators and systems", () => {
  expect(Object.keys(STATES).sort()).toEqual(Object.keys(CANNOT_SERVE).sort());
  for (const code of Object.keys(CANNOT_SERVE)) expect([code, outageOf(fault(code))]).toEqual([code, code === "53100" ? "full" : "away"]);
  for (const code of Object.keys(NO_OUTAGE)) expect([code, outageOf(fault(code))]).toEqual([code, null]);
});

it("finds the code where Prisma keeps it, and knows what Prisma makes of connections without one", () => {
  const adapted = (cause: object) => Object.assign(fault("P2010"), { meta: { driverAdapterError: new Error("x", { cause }) } });
  expect(outageOf(adapted({ originalCode: "57P01", kind: "postgres" }))).toBe("away");
  expect(outageOf(adapted({ originalCode: "53100", kind: "postgres" }))).toBe("full");
  for (const kind of ADAPTER_KINDS) expect([kind, outageOf(adapted({ kind }))]).toEqual([kind, "away"]);
  for (const code of PRISMA_CODES) expect([code, outageOf(fault(code))]).toEqual([code, "away"]);
  for (const kind of ["UniqueConstraintViolation", "TransactionWriteConflict", "postgres"]) expect(outageOf(adapted({ kind }))).toBeNull();
  for (const code of ["P2002", "P2028", "P2034"]) expect(outageOf(fault(code))).toBeNull();
});

it("takes codes of sockets only from connections to the database: a mail server refuses connections too", () => {
  for (const code of ["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENOTFOUND", "EAI_AGAIN"]) {
    expect([code, outageOf(fault(code))]).toEqual([code, null]);
    expect([code, outageOf(noteConnectionError(fault(code)))]).toEqual([code, "away"]);
    expect([code, outageOf(new Error("wrapped", { cause: noteConnectionError(fault(code)) }))]).toEqual([code, "away"]);
  }
});

it("takes a connection that was not opened for an outage, whatever the server says", () => {
  const refusal = Object.assign(fault("55000", "database is not accepting connections"), { severity: "FATAL" });
  expect(outageOf(connectError(refusal))).toBe("away");
  // Prisma copies the fields of an error that has a severity: the mark would be lost.
  expect("severity" in connectError(refusal)).toBe(false);
  const known = Object.assign(fault("28P01"), { severity: "FATAL" });
  expect(connectError(known)).toBe(known);
});

it("knows the errors of the drivers that have no code", () => {
  for (const message of [
    "Connection terminated unexpectedly",
    "Connection terminated due to connection timeout",
    "timeout exceeded when trying to connect",
    "Client has encountered a connection error and is not queryable",
    "Cannot use a pool after calling end on the pool",
    "PGlite is closed",
  ])
    expect([message, outageOf(new Error(message))]).toEqual([message, "away"]);
  const itself = new Error("circle");
  itself.cause = itself;
  for (const error of [new Error("bug"), itself, null, "53300"]) expect(outageOf(error)).toBeNull();
});
