/// <reference path="./pg-utils.d.ts" />
import type pg from "pg";
import utils from "pg/lib/utils.js";
import type { Statement } from "./sql-session.ts";

/** What pg's connection has and its types lack. */
type Wire = pg.Connection & {
  parse(message: { text: string; name: string }): void;
  bind(message: { statement: string; values: readonly unknown[]; binary: boolean }): void;
  describe(message: { type: "P" }): void;
  execute(message: object): void;
  close(message: { type: "S"; name: string }): void;
};

/** A statement of a batch. With a name, the connection keeps its plan. */
export type Named = Statement & { readonly name: string };

export interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

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
  statements.map((statement) => ({ ...statement, values: statement.values.map((value) => utils.prepareValue(value)) }));

/**
 * Sends statements in one message of the extended protocol, with one Sync at its end: the server answers once, where a Sync behind each would make it
 * send, and this process read, once for each. After an error the server skips what follows, and the connection must not be used again: what it
 * has prepared is not known.
 *
 * @param isBytes whether a statement's values are wanted as the server keeps them; its rows are not described then
 * @returns how the rows of each statement are read, where that is known
 */
export function sendBatch(
  connection: pg.Connection,
  statements: readonly Named[],
  isBytes: (index: number) => boolean = () => false,
): (readonly Column[] | null)[] {
  const known = plansOf(connection);
  const wire = connection as Wire;
  const { stream } = connection;
  stream.cork();
  try {
    const columns = statements.map(({ name, text, values }, index) => {
      const described = known.get(name) ?? null;
      if (name === "" || !known.has(name)) wire.parse({ text, name });
      if (name !== "") {
        known.delete(name);
        known.set(name, described);
      }
      wire.bind({ statement: name, values, binary: isBytes(index) });
      if (described === null && !isBytes(index)) wire.describe({ type: "P" });
      wire.execute({});
      return described;
    });
    for (const name of known.keys()) {
      if (known.size <= MOST_PLANS) break;
      known.delete(name);
      wire.close({ type: "S", name });
    }
    return columns;
  } finally {
    connection.sync();
    stream.uncork();
  }
}
