// The groups of `npm test`. Each gives { passed, failed, skipped }.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { node24, root, run } from "../project.mjs";
import { startPostgres } from "./postgres.mjs";

export const groups = {
  verify: { needs: [], run: () => verify() },
  unit: { needs: [], run: () => vitest(testFiles().pure) },
  embedded: { needs: [], run: () => vitest(testFiles().database, { ARCHIPEL_TEST_DATABASE: "embedded" }) },
  server: { needs: ["postgres"], run: () => onServer() },
  journeys: { needs: ["chromium"], run: () => journeys() },
  // Minutes of hostile files, for those who change what reads files: `npm test -- --only hostile`.
  hostile: { needs: [], isOnDemand: true, run: () => vitest(testFiles().hostile) },
};

/** Test files that open a database run once on each kind; the others once. */
function testFiles() {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.test.ts"], { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter(Boolean);
  const opensDatabase = (file) => /openTestDatabase|test-database/.test(readFileSync(path.join(root, file), "utf8"));
  const isHostile = (file) => file.endsWith("hostile-corpus.test.ts");
  const others = files.filter((file) => !isHostile(file));
  return { pure: others.filter((file) => !opensDatabase(file)), database: others.filter(opensDatabase), hostile: files.filter(isHostile) };
}

async function verify() {
  const { code, output } = await run(node24, ["scripts/verify.mjs"], { quiet: true });
  console.log(output.trimEnd());
  const [, passed = "0", failed = "1"] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? [];
  return { passed: Number(passed), failed: code === 0 ? 0 : Math.max(1, Number(failed)), skipped: 0 };
}

async function vitest(files, env = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "archipel-tests-"));
  const report = path.join(folder, "report.json");
  try {
    const { code } = await run("vitest", ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${report}`, ...files], {
      env: { NO_COLOR: "1", ...env },
    });
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(readFileSync(report, "utf8"));
    const failed = numFailedTests + (numFailedTests === 0 ? numFailedTestSuites : 0);
    return { passed: numPassedTests, failed: code === 0 ? failed : Math.max(1, failed), skipped: numPendingTests };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onServer() {
  const cluster = await startPostgres();
  try {
    return await vitest(testFiles().database, { ARCHIPEL_TEST_DATABASE: "server", ARCHIPEL_TEST_SERVER_URL: cluster.url });
  } finally {
    await cluster.stop();
  }
}

/** Builds the sites, starts a whole Archipel with demo data in a temporary folder, and walks it in Chromium. */
async function journeys() {
  const folder = mkdtempSync(path.join(tmpdir(), "archipel-journeys-"));
  const report = path.join(folder, "report.json");
  try {
    const { code } = await run(node24, ["scripts/test/journeys.mjs", folder, report]);
    const { stats } = JSON.parse(readFileSync(report, "utf8"));
    const failed = stats.unexpected;
    return { passed: stats.expected + stats.flaky, failed: code === 0 ? failed : Math.max(1, failed), skipped: stats.skipped };
  } catch (error) {
    console.error(error);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
