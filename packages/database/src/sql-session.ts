import type { Opening } from "./opening.ts";

/** Raw SQL inside one transaction, the same on both drivers. Values are always passed as parameters. */
export interface SqlSession {
  /** Rows of one statement. `bytea` comes as Uint8Array, `bigint` as number (string beyond 2^53), `json` parsed, dates as Date. */
  query<Row extends object>(text: string, params?: unknown[]): Promise<Row[]>;
  /** Several statements without parameters. */
  script(text: string): Promise<void>;
  /**
   * The single `bytea` of the single row of a statement, by the fastest way; null for null or no row. For large values: the rows of a tile.
   *
   * @param isKept whether a server keeps the plan, made for any values: for a text that comes again and again, and only in single reads
   */
  bytes(statement: Statement, isKept?: boolean): Promise<Uint8Array | null>;
  /**
   * Feeds a `COPY … FROM STDIN` statement; returns the number of rows. The table must not have row-level security. A chunk is no longer
   * needed when the next one is asked for: its buffer may be filled again.
   */
  copyFrom(statement: string, chunks: AsyncIterable<Uint8Array>): Promise<number>;
}

/** One read: by rows, by its single value, or by rows of texts. */
export interface OneRead extends Pick<SqlSession, "bytes"> {
  /** Rows as `SqlSession.query` gives them. @param isKept whether a server keeps the plan, made for any values: for a text that comes again and again */
  query<Row extends object>(text: string, params?: unknown[], isKept?: boolean): Promise<Row[]>;
  /**
   * Rows as the database writes their values, in the order of the columns: for answers that are texts themselves.
   *
   * @param isKept whether a server keeps the plan, made for any values: for a text that comes again and again
   */
  texts(statement: Statement, isKept?: boolean): Promise<TextRow[]>;
}

export type TextRow = readonly (string | null)[];

/** How a snapshot begins. */
export const SNAPSHOT = "ISOLATION LEVEL REPEATABLE READ, READ ONLY";

/** One SELECT with its parameters. */
export interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** A driver: runs one transaction of raw SQL, rolled back when `work` throws. */
export interface SqlDriver {
  /** @param opening a statement without parameters that the transaction begins with, in the same round trip */
  transaction<T>(work: (sql: SqlSession) => Promise<T>, opening?: string): Promise<T>;
  /**
   * The rows of several SELECTs that do not depend on one another, in one read-only transaction. A server gets all of it in one message, and
   * keeps their plans: the texts must be few, with everything that varies in `values`.
   */
  together(statements: readonly Statement[], opening: Opening): Promise<object[][]>;
  /** Reads of which each is a transaction of its own, in one snapshot, that a server gets in one message. */
  alone(opening: Opening): OneRead;
  /** Several statements without parameters, outside any transaction of ours. */
  script(text: string): Promise<void>;
  /** One statement with parameters, or several without, outside any transaction of ours; returns the rows of all. For the job queue. */
  execute<Row extends object>(text: string, params?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** PostgreSQL's type number of bigint. */
export const INT8 = 20;

/** Parses a bigint as a number while that is exact, else keeps the digits. */
export function parseBigint(digits: string): number | string {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : digits;
}

/** Quotes one identifier. Every name that is not written in the code must pass through it into SQL. */
export function quoteIdentifier(name: string): string {
  if (name.includes("\0")) throw new Error("an identifier cannot hold a NUL character");
  return `"${name.replaceAll('"', '""')}"`;
}
