import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

/** Memory limit of SQLite, here and in GDAL. */
export const SQLITE_BYTES = 96 * 1024 * 1024;

/**
 * Asks a file that somebody sent. Nothing is written, no journal beside it is read, and its own code gets no functions with effects.
 *
 * @param failed makes the error for a fault of the file, from SQLite's words
 */
export function askSqlite<T>(path: string, ask: (database: DatabaseSync) => T, failed: (words: string) => Error): T {
  const url = pathToFileURL(path);
  // The file does not change: SQLite need not look for a journal, nor lock it.
  url.searchParams.set("immutable", "1");
  const database = new DatabaseSync(url, { readOnly: true, enableDoubleQuotedStringLiterals: false });
  try {
    database.exec(
      `PRAGMA hard_heap_limit = ${SQLITE_BYTES}; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0`,
    );
    return ask(database);
  } catch (error) {
    const isOfFile = error instanceof Error && "code" in error && (error.code === "ERR_SQLITE_ERROR" || error.code === "ERR_OUT_OF_RANGE");
    throw isOfFile ? failed(error.message) : error;
  } finally {
    database.close();
  }
}
