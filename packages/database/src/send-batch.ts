/// <reference path="./pg-utils.d.ts" />
import type pg from "pg";
import utils from "pg/lib/utils.js";
import { serialize } from "pg-protocol";
import type { Statement } from "./sql-session.ts";

/** A statement of a batch. With a name, the connection keeps its plan. */
export type Named = Statement & { readonly name: string };

export interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

const DESCRIBE = serialize.describe({ type: "P" });
const SYNC = serialize.sync();

/** Most plans that a connection keeps: the least recently used one is closed for a new one. */
const MOST_PLANS = 200;

/** The plans that a connection keeps, the least recently used first, with how their rows are read; null until the server has described them. */
const plans = new WeakMap<pg.Connection, Map<string, readonly Column[] | null>>();

export function plansOf(connection: pg.Connection): Map<string, readonly Column[] | null> {
  const known = plans.get(connection) ?? new Map<string, readonly Column[] | null>();
  plans.set(connection, known);
  return known;
}

/** Values as they are sent. Before anything is sent, because a value that cannot be sent must fail alone. */
export const prepared = (statements: readonly Named[]): Named[] =>
  statements.map((statement) =>
    statement.values.length === 0 ? statement : { ...statement, values: statement.values.map((value) => utils.prepareValue(value)) },
  );

/** Bytes that run a statement without values whose plan is kept. They are the same each time. */
const runs = new WeakMap<Named, Buffer>();

function runOf(statement: Named): Buffer {
  const known = runs.get(statement);
  if (known) return known;
  const bytes = Buffer.concat([serialize.bind({ statement: statement.name }), serialize.execute()]);
  runs.set(statement, bytes);
  return bytes;
}

/**
 * Sends statements in one message of the extended protocol, with one Sync at its end: the server answers once, where a Sync behind each would make it
 * send, and this process read, once for each. After an error the server skips what follows, and the connection must not be used again: what it
 * has prepared is not known.
 *
 * @param bytesOf index of the statement of which the bytes are read as the server keeps them, if nothing else is: no row is described then
 * @returns how the rows of each statement are read, where that is known
 */
export function sendBatch(connection: pg.Connection, statements: readonly Named[], bytesOf?: number): (readonly Column[] | null)[] {
  const known = plansOf(connection);
  const message: Buffer[] = [];
  const columns = statements.map((statement, index) => {
    const { name, text, values } = statement;
    const described = known.get(name) ?? null;
    if (name === "" || !known.has(name)) message.push(serialize.parse({ text, name, types: [] }));
    if (name !== "") {
      known.delete(name);
      known.set(name, described);
    }
    const isDescribed = described === null && bytesOf === undefined;
    if (name !== "" && values.length === 0 && !isDescribed && bytesOf !== index) {
      message.push(runOf(statement));
      return described;
    }
    message.push(serialize.bind({ statement: name, values, binary: bytesOf === index }));
    if (isDescribed) message.push(DESCRIBE);
    message.push(serialize.execute());
    return described;
  });
  for (const name of known.keys()) {
    if (known.size <= MOST_PLANS) break;
    known.delete(name);
    message.push(serialize.close({ type: "S", name }));
  }
  message.push(SYNC);
  const { stream } = connection;
  // A connection that broke says so itself.
  if (stream.writable) stream.write(Buffer.concat(message));
  return columns;
}
