/** Raw SQL inside one transaction, the same on both drivers. Values always travel as parameters. */
export interface SqlSession {
  /** Rows of one statement. `bytea` arrives as Uint8Array, `bigint` as number (string beyond 2^53), `json` parsed, dates as Date. */
  query<Row extends object>(text: string, params?: unknown[]): Promise<Row[]>;
  /** Several statements without parameters. */
  script(text: string): Promise<void>;
  /**
   * The one `bytea` of the one row that a query gives, by the shortest way; null for null or no row. For much at a time: a tile's rows.
   * Takes no parameters: only numbers and quoted identifiers of ours may stand in the text.
   */
  bytes(text: string): Promise<Uint8Array | null>;
  /** Feeds a `COPY … FROM STDIN` statement; gives the number of rows. The table must not have row-level security. */
  copyFrom(statement: string, chunks: AsyncIterable<Uint8Array>): Promise<number>;
}

/** What a driver gives: one transaction of raw SQL, rolled back when `work` throws. */
export interface SqlDriver {
  transaction<T>(work: (sql: SqlSession) => Promise<T>): Promise<T>;
  /** Several statements without parameters, outside any transaction of ours. */
  script(text: string): Promise<void>;
  /** One statement with parameters, or several without, outside any transaction of ours; the rows of all of them. For the job queue. */
  execute<Row extends object>(text: string, params?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** PostgreSQL's number of the type bigint. */
export const INT8 = 20;

/** A bigint is a number while that is exact, else the digits. */
export function parseBigint(digits: string): number | string {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : digits;
}

/** Quotes one identifier. The only way a name that is not written in the code reaches SQL. */
export function quoteIdentifier(name: string): string {
  if (name.includes("\0")) throw new Error("an identifier cannot hold a NUL character");
  return `"${name.replaceAll('"', '""')}"`;
}
