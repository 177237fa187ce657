// The shape of a module of core-api: the allowed names of its files at every depth, and the place of its SQL.
import path from "node:path";

const MODULES = "apps/core-api/src/modules/";
const NAMES = ["router", "service", "queries", "policy", "events"];
const isTest = (file) => /\.test\.ts$|\/testing\//.test(file);

/**
 * A folder of a module is either a part or a step. A *part* holds router, service, queries, policy, events, each a file or a folder, and other
 * folders. A *step* is named after what it does, and holds files named in the same way and no folder. A module's own folder is a part.
 */
export function misplacedFiles(files) {
  const own = files.filter((file) => file.startsWith(MODULES) && file.endsWith(".ts") && !isTest(file));
  const parts = new Set();
  for (const file of own) {
    const folders = path.posix.dirname(file).slice(MODULES.length).split("/");
    // A folder that holds a folder or one of the five names is a part.
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

/** Exceptions. The list may only become shorter: a file with SQL that is not listed fails, and so does a listed file without SQL. */
export const STILL_WITH_SQL = [
  "access/community-keys/service.ts",
  "access/service.ts",
  "contributions/edits/geometry.ts",
  "contributions/edits/rules.ts",
  "contributions/merge/merge-edits.ts",
  "contributions/service/diff.ts",
  "contributions/service/drafts.ts",
  "contributions/service/gathering.ts",
  "contributions/service/parties.ts",
  "contributions/service/proposed-feature.ts",
  "contributions/service/reported-edit.ts",
  "contributions/service/revert.ts",
  "contributions/service/review.ts",
  "contributions/service/rights.ts",
  "contributions/service/rules.ts",
  "contributions/service/settle.ts",
  "contributions/service/write-feature.ts",
  "members/territory/territory.ts",
  "notifications/delivery/deliver.ts",
  "notifications/delivery/due-mails.ts",
  "processing/kit/recipe.ts",
  "processing/running/rows.ts",
  "quality/service.ts",
  "reports/files/keep.ts",
  "reports/files/read.ts",
  "reports/likeness/apart.ts",
  "reports/listing/report-page.ts",
  "reports/outcome/follow-contributions.ts",
  "reports/routing/reminders.ts",
  "reports/routing/route.ts",
  "reports/service/change.ts",
  "reports/service/moderate.ts",
  "reports/service/parties.ts",
  "reports/service/send.ts",
  "reports/service/themes.ts",
  "reports/service/track.ts",
].map((file) => MODULES + file);
