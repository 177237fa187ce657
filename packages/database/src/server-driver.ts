import { getDefaultHighWaterMark } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFromStdin } from "pg-copy-streams";
import { bringAlong } from "./begin-with.ts";
import { BytesQuery } from "./bytes-query.ts";
import { noteConnectionError } from "./outage.ts";
import { connectionStream } from "./read-socket.ts";
import { bytesAlone, nameOf, readAlone, readTogether } from "./read-together.ts";
import { INT8, parseBigint, type SqlDriver, type SqlSession, type TextRow } from "./sql-session.ts";
import type { Watch } from "./watch.ts";

export interface ServerOptions {
  url: string;
  /** Most connections of this process. */
  poolSize: number;
  /** Receives the notices that the server sends beside its answers. */
  onNotice?: (remark: Remark) => void;
  /** How long a caller may wait for a connection. */
  connectTimeoutMs?: number;
  /** Ends waits for a server that does not answer any more. */
  watch?: Watch;
}

/** Shorter than Prisma waits for a transaction, whose error would not say that the database is the reason. */
const CONNECT_MS = 25_000;
/** A connection whose other side is gone without a word is found dead this long after its last byte, and some seconds. */
const KEEP_ALIVE_MS = 10_000;

/** A notice of the server. */
export interface Remark {
  /** SQLSTATE. Classes: `00` and errors' codes for notices, `01` for warnings. The severity's word depends on the server's language. */
  code: string;
  /** `WARNING: …`, with its detail and hint. */
  text: string;
}

/** A PostgreSQL server with PostGIS, through a pool. */
export function openServer(options: ServerOptions): { pool: pg.Pool; driver: SqlDriver } {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    stream: connectionStream,
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    types: { getTypeParser: (oid, format) => (oid === INT8 && format !== "binary" ? parseBigint : pg.types.getTypeParser(oid, format)) },
  });
  // The pool replaces a connection that breaks while idle; without a listener, the event would end the process.
  pool.on("error", () => {});
  // The same for one that breaks while it is lent, as when the server restarts: the caller gets the error already.
  pool.on("connect", (client) => client.on("error", noteConnectionError));
  pool.on("connect", bringAlong);
  options.watch?.follow(pool);
  const { onNotice } = options;
  if (onNotice) pool.on("connect", (client) => client.on("notice", (notice) => onNotice(remarkOf(notice))));
  return { pool, driver: driverOf(pool) };
}

type Notice = Partial<Record<"severity" | "code" | "message" | "detail" | "hint", string | undefined>>;

function remarkOf({ severity, code, message, detail, hint }: Notice): Remark {
  return { code: code ?? "00000", text: [`${severity ?? "NOTICE"}: ${message}`, detail, hint].filter(Boolean).join(" – ") };
}

function sessionOf(client: pg.PoolClient): SqlSession {
  return {
    query: async <Row extends object>(text: string, params: unknown[] = []) => (await client.query<Row>(text, params)).rows,
    script: async (text) => {
      await client.query(text);
    },
    bytes: (statement) => client.query(new BytesQuery([{ name: "", ...statement }], 0)).result,
    copyFrom: async (statement, chunks) => {
      // One chunk at a time: the next one is asked for when the socket has taken this one.
      const stream = client.query(copyFromStdin(statement, { highWaterMark: 1 }));
      await pipeline(withoutSmallViews(chunks), stream);
      return stream.rowCount ?? 0;
    },
  };
}

/** The socket says that it has taken a chunk, unless the chunk fits its buffer: then it only refers to it. Those are copied. */
async function* withoutSmallViews(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const buffered = getDefaultHighWaterMark(false);
  for await (const chunk of chunks) yield chunk.length > buffered ? chunk : Buffer.from(chunk);
}

function driverOf(pool: pg.Pool): SqlDriver {
  return {
    transaction: async (work, opening) => {
      const client = await pool.connect();
      let broken = false;
      try {
        await client.query(opening ? `BEGIN; ${opening}` : "BEGIN");
        const result = await work(sessionOf(client));
        await client.query("COMMIT");
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch(() => {
          broken = true;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    together: (statements, opening) => readTogether(pool, statements, opening),
    alone: (opening) => ({
      query: <Row extends object>(text: string, values: unknown[] = [], isKept = false) =>
        readAlone<Row>(pool, { name: isKept ? nameOf(text) : "", text, values }, opening),
      texts: ({ text, values }, isKept) =>
        readAlone<TextRow>(pool, { name: isKept ? nameOf(text) : "", text, values, asTexts: true }, opening),
      bytes: ({ text, values }, isKept) => bytesAlone(pool, { name: isKept ? nameOf(text) : "", text, values }, opening),
    }),
    script: async (text) => {
      await pool.query(text);
    },
    execute: async <Row extends object>(text: string, params: unknown[] = []) => {
      const client = await pool.connect();
      let failed = true;
      try {
        const result: pg.QueryResult<Row> | pg.QueryResult<Row>[] = await client.query<Row>(text, params.length > 0 ? params : undefined);
        failed = false;
        return [result].flat().flatMap((one) => one.rows);
      } finally {
        // A failed block leaves its connection in an aborted transaction: the pool discards it.
        client.release(failed);
      }
    },
    close: () => pool.end(),
  };
}
