// npm run verify: format and lint, arrows between parts, types, unused code, links in the docs. Prints one line for each check.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureInstalled, node24, root, run } from "./project.mjs";

ensureInstalled();
const { values } = parseArgs({ options: { only: { type: "string" } } });

const workspaces = ["apps", "packages"].flatMap((group) => readdirSync(path.join(root, group)).map((name) => `${group}/${name}`));
const typed = [...workspaces, "prisma", "e2e", "bench"];
const isForBrowsers = (name) => readFileSync(path.join(root, name, "tsconfig.json"), "utf8").includes('"dom"');

// Each check is one command or several; two commands run at a time, the longest first.
const checks = {
  types: [() => types(typed.filter((name) => !isForBrowsers(name))), () => types(typed.filter(isForBrowsers))],
  arrows: [() => arrows()],
  "unused code": [() => run("knip", ["--no-progress"], { quiet: true })],
  "format and lint": [() => run("biome", ["check", "--error-on-warnings", "."], { quiet: true })],
  dependencies: [() => run(node24, ["scripts/verify/dependencies.mjs"], { quiet: true })],
  exports: [() => run(node24, ["scripts/verify/package-exports.mjs"], { quiet: true })],
  words: [() => run(node24, ["scripts/verify/words.mjs"], { quiet: true })],
  "plain words": [() => run(node24, ["scripts/verify/plain-words.mjs"], { quiet: true })],
  "house rules": [() => run(node24, ["scripts/verify/house-rules.mjs"], { quiet: true })],
  "function sizes": [() => run(node24, ["scripts/verify/function-sizes.mjs"], { quiet: true })],
  "security table": [() => run(node24, ["scripts/verify/security-table.mjs"], { quiet: true })],
  "links in docs": [() => run(node24, ["scripts/verify/doc-links.mjs"], { quiet: true })],
  "docs as a site": [() => docsAsSite()],
};

const wanted = Object.keys(checks).filter((name) => !values.only || values.only === name);
if (wanted.length === 0) throw new Error(`no check is called ${values.only}: ${Object.keys(checks).join(", ")}`);
const waiting = wanted.flatMap((name) => checks[name].map((command) => ({ name, command })));
const results = new Map(wanted.map((name) => [name, []]));
let failed = 0;
await Promise.all([work(), work()]);
console.log(`${wanted.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

async function work() {
  for (let task = waiting.shift(); task; task = waiting.shift()) {
    const start = performance.now();
    const { code, output } = await task.command();
    const done = results.get(task.name);
    done.push({ code, output, seconds: (performance.now() - start) / 1000 });
    if (done.length === checks[task.name].length) tell(task.name, done);
  }
}

function tell(name, done) {
  const isGood = done.every(({ code }) => code === 0);
  console.log(`${isGood ? "ok  " : "FAIL"} ${name} (${Math.max(...done.map(({ seconds }) => seconds)).toFixed(1)} s)`);
  if (isGood) return;
  failed += 1;
  for (const { code, output } of done) if (code !== 0) console.log(output.trimEnd());
}

async function docsAsSite() {
  const folder = mkdtempSync(path.join(tmpdir(), "archipel-docs-"));
  const result = await run(node24, ["docs/site/build.mjs"], { quiet: true, env: { DOCS_OUTPUT: folder } });
  rmSync(folder, { recursive: true });
  return result;
}

// A cruise that read nothing finds no fault, so the number of modules is checked too.
async function arrows() {
  const result = await run("depcruise", ["--config", ".dependency-cruiser.mjs", "--output-type", "err", "apps", "packages", "prisma"], {
    quiet: true,
  });
  const modules = Number(/(\d+) modules?, \d+ dependenc\w+ cruised/.exec(result.output)?.[1] ?? 0);
  return modules > 1500 ? result : { code: 1, output: `${result.output}\nonly ${modules} modules were read` };
}

function types(names) {
  return run(node24, ["scripts/verify/types.mjs", ...names], { quiet: true });
}
