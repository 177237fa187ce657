import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { type Extension, PGlite, types } from "@electric-sql/pglite";
import { postgis } from "@electric-sql/pglite-postgis";
import { takeStackBack } from "./embedded-stack.ts";
import { INT8, parseBigint, SNAPSHOT, type SqlDriver, type SqlSession } from "./sql-session.ts";

export interface EmbeddedOptions {
  /** Folder of the database; in memory when absent. */
  dataFolder?: string;
  /** A dump (`PGlite.dumpDataDir`) to start from, for tests. */
  snapshot?: Blob;
  /** A running engine that outlives this database, for tests. */
  engine?: PGlite;
  /** Makes the extension pg_trgm available, for measurements: the product does not use it. */
  hasTrigrams?: boolean;
}

/** Made by `scripts/postgis-files.mjs` when packages are installed. */
const usedFiles = new URL("./generated/postgis.tar.gz", import.meta.url);

/** PostGIS without raster, topology and geocoders, which each start would compile and unpack. Where that archive is missing, all of it. */
const usedPostgis: typeof postgis = {
  ...postgis,
  setup: async (...about) => {
    const whole = await postgis.setup(...about);
    return existsSync(usedFiles) ? { ...whole, bundlePath: usedFiles } : whole;
  },
};

/** PostgreSQL + PostGIS inside this process. It has one backend, so transactions run one after the other. */
export async function openEmbedded(options: EmbeddedOptions): Promise<{ pglite: PGlite; driver: SqlDriver }> {
  if (options.engine) return borrowedEngine(options.engine);
  if (options.dataFolder) await mkdir(options.dataFolder, { recursive: true });
  const pglite = await PGlite.create({
    ...(options.dataFolder ? { dataDir: options.dataFolder } : {}),
    ...(options.snapshot ? { loadDataDir: options.snapshot } : {}),
    extensions: { postgis: usedPostgis, ...(options.hasTrigrams ? { pg_trgm: await trigrams() } : {}) },
  });
  takeStackBack(pglite);
  await dropUnusedParsers(pglite);
  return { pglite, driver: driverOf(pglite) };
}

async function trigrams(): Promise<Extension> {
  return (await import("@electric-sql/pglite/contrib/pg_trgm")).pg_trgm;
}

/**
 * PGlite registers a parser and a serializer for the array of every type, also of each table's row type, and copies them all for each
 * query: most of a short query's time. Only arrays of values are read.
 */
async function dropUnusedParsers(pglite: PGlite): Promise<void> {
  const { rows } = await pglite.query<{ array: number }>(
    `SELECT typarray AS array FROM pg_type WHERE typarray <> 0 AND (typtype = 'c' OR typcategory NOT IN ('B', 'N', 'S', 'D', 'E', 'U'))`,
  );
  for (const { array } of rows) {
    delete pglite.parsers[array];
    delete pglite.serializers[array];
  }
}

/** Refuses every call after it is closed, as an engine of its own would: late calls must not reach the next user of the engine. */
function borrowedEngine(engine: PGlite): { pglite: PGlite; driver: SqlDriver } {
  let isClosed = false;
  const pglite = new Proxy(engine, {
    get(target, name) {
      if (isClosed) throw new Error("the database is closed");
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const close = async () => {
    isClosed = true;
  };
  return { pglite, driver: { ...driverOf(pglite), close } };
}

/** PostgreSQL's type number of bytea. */
const BYTEA = 17;
/** PGlite would return a BigInt beyond 2^53, which the server's driver never does. */
const LIKE_THE_SERVER = { parsers: { [INT8]: parseBigint } };

/** Values as the database writes them: no type is parsed. */
const asTexts = ({ parsers }: PGlite) => ({
  rowMode: "array" as const,
  parsers: Object.fromEntries(Object.keys({ ...types.parsers, ...parsers }).map((type) => [type, (text: string) => text])),
});

function driverOf(pglite: PGlite): SqlDriver {
  const driver: SqlDriver = {
    transaction: (work, opening) =>
      pglite.transaction(async (transaction) => {
        if (opening) await transaction.exec(opening);
        const session: SqlSession = {
          query: async <Row extends object>(text: string, params: unknown[] = []) =>
            (await transaction.query<Row>(text, params, LIKE_THE_SERVER)).rows,
          script: async (text) => {
            await transaction.exec(text);
          },
          bytes: async ({ text, values }) => {
            // PGlite parses hexadecimal byte by byte; Buffer is much faster.
            const parsers = { [BYTEA]: (hex: string) => Buffer.from(hex.slice(2), "hex") };
            const { rows } = await transaction.query<[Uint8Array | null]>(text, values, { rowMode: "array", parsers });
            return rows[0]?.[0] ?? null;
          },
          copyFrom: async (statement, chunks) => {
            // PGlite copies from a blob, so the chunks are collected first; callers keep them to a few megabytes a call.
            const parts: Uint8Array<ArrayBuffer>[] = [];
            for await (const chunk of chunks) parts.push(new Uint8Array(chunk));
            const fromBlob = statement.replace(/\bFROM\s+STDIN\b/i, "FROM '/dev/blob'");
            // Here COPY reads a (virtual) file, which needs a superuser: the role is reset for this one statement.
            const [current] = (await transaction.query<{ role: string }>("SELECT current_setting('role') AS role")).rows;
            await transaction.query("SELECT set_config('role', 'none', true)");
            const { affectedRows } = await transaction.query(fromBlob, [], { blob: new Blob(parts) });
            await transaction.query("SELECT set_config('role', $1, true)", [current?.role ?? "none"]);
            return affectedRows ?? 0;
          },
        };
        return work(session);
      }),
    together: (statements, opening) =>
      pglite.transaction(async (transaction) => {
        await transaction.exec(`SET TRANSACTION READ ONLY; ${opening.texts.join("; ")}`);
        const answers: object[][] = [];
        for (const { text, values } of statements) answers.push((await transaction.query<object>(text, values, LIKE_THE_SERVER)).rows);
        return answers;
      }),
    alone: (opening) => {
      const begin = [`SET TRANSACTION ${SNAPSHOT}`, ...opening.texts].join("; ");
      return {
        query: <Row extends object>(text: string, params?: unknown[]) => driver.transaction((sql) => sql.query<Row>(text, params), begin),
        bytes: (statement) => driver.transaction((sql) => sql.bytes(statement), begin),
        texts: ({ text, values }) =>
          pglite.transaction(async (transaction) => {
            await transaction.exec(begin);
            return (await transaction.query<(string | null)[]>(text, values, asTexts(pglite))).rows;
          }),
      };
    },
    script: async (text) => {
      await pglite.exec(text);
    },
    execute: async <Row extends object>(text: string, params: unknown[] = []) => {
      try {
        if (params.length > 0) return (await pglite.query<Row>(text, params, LIKE_THE_SERVER)).rows;
        return (await pglite.exec(text, LIKE_THE_SERVER)).flatMap((result) => result.rows as Row[]);
      } catch (error) {
        // A failed block would leave the only connection in an aborted transaction, for all callers.
        await pglite.query("ROLLBACK").catch(() => {});
        throw error;
      }
    },
    close: () => pglite.close(),
  };
  return driver;
}
