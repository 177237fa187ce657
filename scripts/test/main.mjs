// npm test [-- --only unit,embedded,server,journeys,verify,kills,qgis,laszip,hostile,attacks,pooler,scale,install] [-- --changed [REF]]
// Everything the machine allows. As root on Debian it installs what is missing (PostgreSQL + PostGIS, Chromium); elsewhere it says at
// its end which groups it skipped. With CI=true a skipped group is a failure. With --changed it runs what the changes since REF (main) can
// affect. The last line is `N passed, N failed, N skipped`.
import { parseArgs, stripVTControlCharacters } from "node:util";
import { ensureInstalled } from "../project.mjs";
import { affectedBy, changedSince } from "./changed.mjs";
import { installMissing } from "./debian.mjs";
import { buildSitesApart, groupsOf } from "./groups.mjs";

/** A run with more tests that pass only when repeated is no proof of anything. */
const MOST_FLAKY = 5;

const { values, positionals } = parseArgs({
  options: { only: { type: "string" }, changed: { type: "boolean" } },
  allowPositionals: true,
});
ensureInstalled();
const affected = values.changed ? await affectedBy(changedSince(positionals[0])) : { areJourneysAffected: true };
const groups = groupsOf(affected.files);
const wanted =
  values.only?.split(",") ??
  Object.keys(groups).filter((name) => !groups[name].isOnDemand && (name !== "journeys" || affected.areJourneysAffected));
const missing = installMissing(new Set(wanted.flatMap((name) => groups[name]?.needs ?? [])));

const total = { passed: 0, failed: 0, skipped: 0 };
const rows = [];
// The sites are built while the groups before the journeys run.
const sites = wanted.length > 1 && wanted.includes("journeys") && !missing.has("chromium") ? buildSitesApart() : undefined;
for (const name of wanted) {
  if (!groups[name]) throw new Error(`no test group is called ${name}: ${Object.keys(groups).join(", ")}`);
  const others = wanted.filter((other) => groups[other]?.isBeside === name);
  if (wanted.includes(groups[name].isBeside)) continue;
  console.log(`\n=== ${[name, ...others].join(", with ")}`);
  await Promise.all([runGroup(name, false).then(() => lane(others)), lane(others)]);
}

/** Runs what waits, one after the other. Two lanes share it, so that nothing runs alone and leaves a processor idle, and never three at a time. */
async function lane(waiting) {
  for (let next = waiting.shift(); next; next = waiting.shift()) await runGroup(next, true);
}

async function runGroup(name, isBeside) {
  const group = groups[name];
  const absent = group.needs.filter((need) => missing.has(need));
  const start = performance.now();
  const why = `${absent.join(" and ")} not installed`;
  const result = absent.length ? { passed: 0, failed: 0, skipped: 1, why } : await group.run({ isBeside, sites });
  if (absent.length && process.env.CI) Object.assign(result, { failed: 1, skipped: 0 });
  for (const key of ["passed", "failed", "skipped"]) total[key] += result[key];
  rows.push({ name, ...result, minutes: (performance.now() - start) / 60_000 });
}

console.log("");
for (const row of rows) {
  console.log(
    `${row.name.padEnd(10)} ${row.passed} passed, ${row.failed} failed, ${row.skipped} skipped (${row.minutes.toFixed(1)} min)${row.why ? `: ${row.why}` : ""}`,
  );
}
const firstLines = (text) => stripVTControlCharacters(text).split("\n").slice(0, 12).join("\n  ");
for (const { name, names = [] } of rows) for (const failed of names) console.log(`\n${name} failed: ${firstLines(failed)}`);
const flaky = rows.flatMap(({ name, flaky: some = [] }) => some.map((test) => `${name}: ${stripVTControlCharacters(test).split("\n")[0]}`));
if (flaky.length > 0) console.log("");
for (const test of flaky) console.log(`flaky (failed, then passed alone): ${test}`);
if (flaky.length > MOST_FLAKY) {
  console.log(`${flaky.length} flaky tests, at most ${MOST_FLAKY} are allowed`);
  total.failed += 1;
}
// A run that tested nothing has not passed.
if (total.passed === 0) total.failed += 1;
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed ? 1 : 0);
