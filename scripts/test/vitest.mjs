// Runs test files, and those that fail again, alone.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root, run } from "../project.mjs";

/** More failing files than these have one cause: running each of them again would only take time. */
const MOST_RERUNS = 12;

/**
 * @param files test files, relative to the root
 * @param isBeside whether another group runs at the same time and goes first
 * @param options more options of Vitest, for the first run
 * @returns { passed, failed, skipped, names, flaky }: names of the tests that failed; those that failed at first and passed alone
 */
export async function vitest(files, env = {}, { isBeside = false, options = [] } = {}) {
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const { code, results, output } = await runOnce(files, env, isBeside, options);
  if (isBeside) console.log(`\n=== ${env.ARCHIPEL_TEST_DATABASE ?? "unit"}, beside others\n${output.trimEnd()}`);
  printSlowest(results);
  const broken = files.filter((file) => results.get(file)?.isPassed !== true);
  const flaky = [];
  if (broken.length > 0 && broken.length <= MOST_RERUNS) {
    console.log(`\nAgain, each alone: ${broken.join(", ")}`);
    const again = await runOnce(broken, env, false, ["--maxWorkers=1", "--isolate"]);
    for (const file of broken) {
      if (again.results.get(file)?.isPassed) flaky.push(...namesOf(file, results.get(file)));
      results.set(file, again.results.get(file));
    }
  }
  const failing = files.filter((file) => results.get(file)?.isPassed !== true);
  const names = failing.flatMap((file) => namesOf(file, results.get(file)));
  const count = (status) => [...results.values()].flatMap((result) => result?.tests ?? []).filter((test) => test.status === status).length;
  // Vitest also fails for an error outside every test, such as a rejection that nobody handled: it names no file, and counts.
  const failed = names.length || (code !== 0 && broken.length === 0 ? 1 : 0);
  return { passed: count("passed"), failed, skipped: count("pending") + count("skipped"), names, flaky };
}

async function runOnce(files, env, isBeside, options = []) {
  const folder = mkdtempSync(path.join(tmpdir(), "archipel-tests-"));
  const report = path.join(folder, "report.json");
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
  try {
    const { code, output } = await run("vitest", ["run", ...reporters, ...options, ...files], {
      env: { NO_COLOR: "1", ...env },
      quiet: isBeside,
      isNice: isBeside,
    });
    const { testResults } = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : { testResults: [] };
    return { code, output, results: new Map(testResults.map((result) => [path.relative(root, result.name), resultOf(result)])) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function resultOf({ status, assertionResults, startTime, endTime }) {
  const tests = assertionResults.map(({ fullName, status }) => ({ name: fullName, status }));
  const isPassed = status === "passed" && tests.every((test) => test.status !== "failed");
  return { isPassed, tests, seconds: (endTime - startTime) / 1000 };
}

/** The tests of a file that failed; the file itself when none did, because it could not be loaded or set up. */
function namesOf(file, result) {
  const failed = (result?.tests ?? []).filter(({ status }) => status === "failed").map(({ name }) => name);
  return (failed.length > 0 ? failed : ["the file itself"]).map((name) => `${file}: ${name}`);
}

/** Where the time goes: a file that grows is seen before the whole takes too long. */
function printSlowest(results) {
  const files = [...results].map(([name, { seconds }]) => ({ name, seconds }));
  for (const { name, seconds } of files.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10))
    console.log(`${seconds.toFixed(0).padStart(5)} s  ${name}`);
}
