// Finds what `npm test -- --changed` must run.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { fail, node24, root, run } from "../project.mjs";
import { git, testFiles } from "./files.mjs";

/** A change to one of these can affect every test. */
const AFFECTS_ALL = [/^package(-lock)?\.json$/, /^vitest\.config\.ts$/, /^packages\/testing\//, /^scripts\/test\//];
/** Files that can be in vitest's graph of imports. */
const MODULE = /\.(ts|tsx|mts|js|mjs|json)$/;
/** Programs that the code starts instead of importing: a change to one counts as a change to the module that starts it. */
const STARTED_BY = [
  [/^packages\/gdal\/src\/sandbox\//, "packages/gdal/src/sandbox/process.ts"],
  [/^packages\/images\/src\/sandbox\//, "packages/images/src/sandbox/process.ts"],
  [/^packages\/report-print\/src\/typst\//, "packages/report-print/src/typst/typst-printer.ts"],
];

/**
 * Files that differ from the point where this branch left `ref`, including uncommitted changes.
 *
 * @param ref branch or commit; main by default
 */
export function changedSince(ref) {
  const base = ref ?? ["main", "origin/main"].find(exists) ?? "HEAD";
  if (!exists(base)) fail(`git knows no commit called ${base}: name a branch or a commit after --changed.`);
  const [start] = git("merge-base", base, "HEAD");
  return [...new Set([...git("diff", "--name-only", start), ...git("ls-files", "-o", "--exclude-standard")])];
}

function exists(ref) {
  try {
    execFileSync("git", ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`], { cwd: root, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** @returns the test files to run (absent: all) and whether the change can affect the journeys */
export async function affectedBy(changed) {
  const areJourneysAffected = changed.some((file) => /^(apps|e2e)\//.test(file) && !/\.test\.ts$/.test(file));
  if (changed.some((file) => AFFECTS_ALL.some((pattern) => pattern.test(file)))) return { areJourneysAffected };
  const { pure, database } = testFiles();
  const all = [...new Set([...pure, ...database])];
  const modules = changed.filter((file) => MODULE.test(file)).flatMap((file) => [file, ...startersOf(file)]);
  const data = changed.filter((file) => !MODULE.test(file) && !file.endsWith(".md"));
  const found = [...data.flatMap((file) => readersOf(file, all, database)), ...(await related(modules))];
  const files = new Set(found.filter((file) => all.includes(file)));
  console.log(`${changed.length} changed files can affect ${files.size} of ${all.length} test files`);
  return { files, areJourneysAffected };
}

function startersOf(file) {
  return STARTED_BY.filter(([pattern]) => pattern.test(file)).map(([, starter]) => starter);
}

/** Files read at run time are not in the graph of imports: SQL affects every test with a database, other data the tests of its workspace. */
function readersOf(file, all, database) {
  if (/^prisma\/.*\.(sql|prisma)$/.test(file)) return database;
  if (file.startsWith("themes/")) return all.filter((test) => /^(themes|packages\/theme)\//.test(test));
  const workspace = `${file.split("/").slice(0, 2).join("/")}/`;
  return all.filter((test) => test.startsWith(workspace));
}

/** The test files that import one of the modules, directly or indirectly, from vitest's graph of imports. */
async function related(modules) {
  if (modules.length === 0) return [];
  const { code, output } = await run(node24, ["scripts/test/related.mjs", ...modules], { quiet: true });
  const found = output.trim().split("\n").at(-1) ?? "";
  if (code !== 0 || !found.startsWith("[")) fail(`vitest could not find the affected tests:\n${output}`);
  return JSON.parse(found).map((file) => path.relative(root, file));
}
