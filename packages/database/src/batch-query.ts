/// <reference path="./pg-utils.d.ts" />
import type pg from "pg";
import utils from "pg/lib/utils.js";
import type { Statement, TextRow } from "./sql-session.ts";

/** What pg's connection has and its types lack. */
type Wire = pg.Connection & {
  parse(message: { text: string; name: string }): void;
  bind(message: { statement: string; values: readonly unknown[] }): void;
  describe(message: { type: "P" }): void;
  execute(message: object): void;
  close(message: { type: "S"; name: string }): void;
};

interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

/** Most plans that a connection keeps: the least recently used one makes room. */
const MOST_PLANS = 200;

/** How the rows of a statement are read on a connection, the least recently used first; null until the server has described them. */
const prepared = new WeakMap<pg.Connection, Map<string, readonly Column[] | null>>();

/** A statement of a batch. With a name, the connection keeps its plan; with `asTexts`, its rows are `TextRow`s. */
export type Named = Statement & { readonly name: string; readonly asTexts?: boolean };

/**
 * Several statements in one message of the extended protocol, with one Sync at its end: the server answers once, where a Sync behind each
 * would make it send, and this process read, once for each. It is a submittable query of `pg`, whose client calls its event methods.
 * After an error the server skips what follows, and the connection must not be used again: what it has prepared is not known.
 */
export class BatchQuery {
  /** The rows of each statement. */
  readonly result: Promise<object[][]>;
  private readonly statements: readonly Named[];
  private readonly parserOf: (type: number) => (text: string) => unknown;
  private readonly rows: (Record<string, unknown> | TextRow)[][];
  private columns: (readonly Column[] | null)[] = [];
  private connection: pg.Connection | null = null;
  private current = 0;
  private failure: unknown = null;
  private resolve: (rows: object[][]) => void = () => {};
  private reject: (error: unknown) => void = () => {};

  constructor(statements: readonly Named[], parserOf: (type: number) => (text: string) => unknown) {
    // Here, because a value that cannot be sent must fail before anything is sent.
    this.statements = statements.map((statement) => ({ ...statement, values: statement.values.map((value) => utils.prepareValue(value)) }));
    this.parserOf = parserOf;
    this.rows = statements.map(() => []);
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // A connection that breaks fails a query also when nobody waits for it any more.
    this.result.catch(() => {});
  }

  submit(connection: pg.Connection): void {
    this.connection = connection;
    const known = prepared.get(connection) ?? new Map<string, readonly Column[] | null>();
    prepared.set(connection, known);
    const wire = connection as Wire;
    const { stream } = connection;
    stream.cork();
    try {
      this.columns = this.statements.map(({ name, text, values }) => {
        const columns = known.get(name) ?? null;
        if (name === "" || !known.has(name)) wire.parse({ text, name });
        if (name !== "") {
          known.delete(name);
          known.set(name, columns);
        }
        wire.bind({ statement: name, values });
        if (columns === null) wire.describe({ type: "P" });
        wire.execute({});
        return columns;
      });
      for (const name of known.keys()) {
        if (known.size <= MOST_PLANS) break;
        known.delete(name);
        wire.close({ type: "S", name });
      }
    } finally {
      connection.sync();
      stream.uncork();
    }
  }

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: number }[] }): void {
    const columns = fields.map(({ name, dataTypeID }) => ({ name, parse: this.parserOf(dataTypeID) }));
    this.columns[this.current] = columns;
    const name = this.statements[this.current]?.name;
    if (name && this.connection) prepared.get(this.connection)?.set(name, columns);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const [columns, rows] = [this.columns[this.current], this.rows[this.current]];
    if (this.statements[this.current]?.asTexts) {
      rows?.push(fields);
      return;
    }
    try {
      const row: Record<string, unknown> = {};
      for (const [index, { name, parse }] of (columns ?? []).entries()) {
        const text = fields[index] ?? null;
        row[name] = text === null ? null : parse(text);
      }
      rows?.push(row);
    } catch (error) {
      this.failure ??= error;
    }
  }

  handleCommandComplete(): void {
    this.current++;
  }

  handleError(error: unknown): void {
    this.reject(error);
  }

  handleReadyForQuery(): void {
    if (this.failure === null) this.resolve(this.rows);
    else this.reject(this.failure);
  }
}
