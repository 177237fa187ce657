// The groups of `npm test`. Each gives { passed, failed, skipped } and, where it knows them, the names of what failed.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { node24, root, run } from "../project.mjs";
import { startPostgres } from "./postgres.mjs";

export const groups = {
  verify: { needs: [], run: () => verify() },
  // A browser leaves a processor idle for much of its time: what needs no service fills it, one group after the other.
  unit: { needs: [], isBeside: "journeys", run: (isBeside) => vitest(testFiles().pure, {}, isBeside) },
  embedded: {
    needs: [],
    isBeside: "journeys",
    run: (isBeside) => vitest(testFiles().embedded, { ARCHIPEL_TEST_DATABASE: "embedded" }, isBeside),
  },
  server: { needs: ["postgres"], run: () => onServer() },
  journeys: { needs: ["chromium"], run: () => journeys() },
  // Minutes of workers killed at every step, and among a thousand jobs: `npm test -- --only kills`.
  kills: { needs: ["postgres"], isOnDemand: true, run: () => onServer(testFiles().onDemand("kills")) },
  // Minutes of hostile files, for those who change what reads files: `npm test -- --only hostile`.
  hostile: { needs: [], isOnDemand: true, run: () => vitest(testFiles().onDemand("hostile")) },
};

/**
 * Test files that open a database themselves run once on each kind. Those that open it through a whole world (files of `testing/`), and long
 * ones that say `@database server`, run on the server alone, where they take a third of the time. The others need none. What says
 * `@on-demand GROUP` waits to be asked for.
 */
function testFiles() {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.test.ts"], { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter(Boolean);
  const textOf = (file) => readFileSync(path.join(root, file), "utf8");
  const opensDatabase = (file) => /openTestDatabase|test-database/.test(textOf(file));
  const sources = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "apps/core-api/src/testing/*.ts"], {
    cwd: root,
    encoding: "utf8",
  });
  const worlds = sources
    .split("\n")
    .filter((file) => file && opensDatabase(file))
    .map((file) => `/${path.basename(file)}"`);
  const opensWorld = (file) => !opensDatabase(file) && worlds.some((world) => textOf(file).includes(world));
  const groupOf = (file) => /^\/\/ @on-demand (\w+)/m.exec(textOf(file))?.[1];
  const others = files.filter((file) => groupOf(file) === undefined);
  return {
    pure: others.filter((file) => !opensDatabase(file) && !opensWorld(file)),
    database: others.filter((file) => opensDatabase(file) || opensWorld(file)),
    embedded: others.filter((file) => opensDatabase(file) && !textOf(file).includes("// @database server")),
    onDemand: (group) => files.filter((file) => groupOf(file) === group),
  };
}

async function verify() {
  const { code, output } = await run(node24, ["scripts/verify.mjs"], { quiet: true });
  console.log(output.trimEnd());
  const [, passed = "0", failed = "1"] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? [];
  return { passed: Number(passed), failed: code === 0 ? 0 : Math.max(1, Number(failed)), skipped: 0 };
}

async function vitest(files, env = {}, isBeside = false) {
  const folder = mkdtempSync(path.join(tmpdir(), "archipel-tests-"));
  const report = path.join(folder, "report.json");
  try {
    // Beside the journeys a test waits for its turn more than it works.
    const patience = isBeside ? ["--testTimeout=400000", "--hookTimeout=400000"] : [];
    const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
    const { code, output } = await run("vitest", ["run", ...reporters, ...patience, ...files], {
      env: { NO_COLOR: "1", ...env },
      quiet: isBeside,
      isNice: isBeside,
    });
    if (isBeside) console.log(`\n=== beside the journeys\n${output.trimEnd()}`);
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, testResults } = JSON.parse(readFileSync(report, "utf8"));
    printSlowest(testResults);
    const failed = numFailedTests + (numFailedTests === 0 ? numFailedTestSuites : 0);
    const names = testResults
      .filter(({ status }) => status === "failed")
      .flatMap(({ name, assertionResults }) => {
        const tests = assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName);
        return (tests.length ? tests : ["the file itself"]).map((test) => `${path.relative(root, name)}: ${test}`);
      });
    return { passed: numPassedTests, failed: code === 0 ? failed : Math.max(1, failed), skipped: numPendingTests, names };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where the time goes: a file that grows is seen before the whole takes too long. */
function printSlowest(results) {
  const files = results.map(({ name, startTime, endTime }) => ({ name: path.relative(root, name), seconds: (endTime - startTime) / 1000 }));
  for (const { name, seconds } of files.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10))
    console.log(`${seconds.toFixed(0).padStart(5)} s  ${name}`);
}

async function onServer(files = testFiles().database) {
  const cluster = await startPostgres();
  try {
    return await vitest(files, { ARCHIPEL_TEST_DATABASE: "server", ARCHIPEL_TEST_SERVER_URL: cluster.url });
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
    const { stats, suites } = JSON.parse(readFileSync(report, "utf8"));
    const failed = stats.unexpected;
    const names = failedJourneys(suites);
    return { passed: stats.expected + stats.flaky, failed: code === 0 ? failed : Math.max(1, failed), skipped: stats.skipped, names };
  } catch (error) {
    console.error(error);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each with the first lines of why: the end of a long output is what one reads first. */
function failedJourneys(suites = []) {
  return suites.flatMap(({ specs = [], suites: inner }) => {
    const failed = specs.filter(({ ok }) => !ok);
    const reason = (spec) => spec.tests.flatMap(({ results }) => results).find(({ error }) => error)?.error.message ?? "";
    return [...failed.map((spec) => `${spec.file}: ${spec.title}\n${reason(spec)}`), ...failedJourneys(inner)];
  });
}
