// npm test [-- --only unit,embedded,server,journeys,verify,hostile]
// Everything the machine allows. As root on Debian it installs what is missing (PostgreSQL + PostGIS, Chromium); elsewhere it says at
// its end which groups it skipped. With CI=true a skipped group is a failure. The last line is `N passed, N failed, N skipped`.
import { parseArgs, stripVTControlCharacters } from "node:util";
import { ensureInstalled } from "../project.mjs";
import { installMissing } from "./debian.mjs";
import { groups } from "./groups.mjs";

const { values } = parseArgs({ options: { only: { type: "string" } } });
ensureInstalled();
const missing = installMissing();
const wanted = values.only?.split(",") ?? Object.keys(groups).filter((name) => !groups[name].isOnDemand);

const total = { passed: 0, failed: 0, skipped: 0 };
const rows = [];
for (const name of wanted) {
  if (!groups[name]) throw new Error(`no test group is called ${name}: ${Object.keys(groups).join(", ")}`);
  const others = wanted.filter((other) => groups[other]?.isBeside === name);
  if (wanted.includes(groups[name].isBeside)) continue;
  console.log(`\n=== ${[name, ...others].join(", with ")}`);
  await Promise.all([runGroup(name, false), oneByOne(others)]);
}

async function oneByOne(names) {
  for (const name of names) await runGroup(name, true);
}

async function runGroup(name, isBeside) {
  const group = groups[name];
  const absent = group.needs.filter((need) => missing.has(need));
  const start = performance.now();
  const why = `${absent.join(" and ")} not installed`;
  const result = absent.length ? { passed: 0, failed: 0, skipped: 1, why } : await group.run(isBeside);
  if (absent.length && process.env.CI) Object.assign(result, { failed: 1, skipped: 0 });
  for (const key of ["passed", "failed", "skipped"]) total[key] += result[key];
  rows.push({ name, ...result, seconds: Math.round((performance.now() - start) / 1000) });
}

console.log("");
for (const row of rows) {
  console.log(
    `${row.name.padEnd(10)} ${row.passed} passed, ${row.failed} failed, ${row.skipped} skipped (${row.seconds} s)${row.why ? `: ${row.why}` : ""}`,
  );
}
for (const { name, names = [] } of rows)
  for (const failed of names) console.log(`\n${name} failed: ${stripVTControlCharacters(failed).split("\n").slice(0, 12).join("\n  ")}`);
// A run that tested nothing has not passed.
if (total.passed === 0) total.failed += 1;
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed ? 1 : 0);
