// The shape of a module of core-api: which names its files have at every depth, and where its SQL is.
import path from "node:path";

const MODULES = "apps/core-api/src/modules/";
const NAMES = ["router", "service", "queries", "policy", "events"];
const isTest = (file) => /\.test\.ts$|\/testing\//.test(file);

/**
 * A folder of a module is one of two. A *part* holds router, service, queries, policy, events, each a file or a folder, and other
 * folders. A *step* is named after what it does, holds files named the same way and no folder. The folder of a module is a part.
 */
export function misplacedFiles(files) {
  const own = files.filter((file) => file.startsWith(MODULES) && file.endsWith(".ts") && !isTest(file));
  const parts = new Set();
  for (const file of own) {
    const folders = path.posix.dirname(file).slice(MODULES.length).split("/");
    // A folder that holds a folder is a part, and so is one that holds one of the five names.
    for (let depth = 1; depth < folders.length; depth++) parts.add(folders.slice(0, depth).join("/"));
    if (folders.length === 1 || NAMES.includes(path.posix.basename(file, ".ts"))) parts.add(folders.join("/"));
  }
  return own.filter((file) => {
    const folder = path.posix.dirname(file).slice(MODULES.length);
    return parts.has(folder) && !NAMES.includes(path.posix.basename(file, ".ts"));
  });
}

const RAW_SQL = /\$(queryRaw|executeRaw)|\bsql\.(query|script)\b/;
const QUERIES = /\/queries(\.ts|\/)/;

/** Files of modules that hold SQL outside of queries. */
export function filesWithSql(files, read) {
  return files.filter(
    (file) => file.startsWith(MODULES) && file.endsWith(".ts") && !isTest(file) && !QUERIES.test(file) && RAW_SQL.test(read(file)),
  );
}
