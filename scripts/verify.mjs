// npm run verify: format and lint, arrows between parts, types, unused code, links in the docs. Prints one line a check.
import { readdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureInstalled, node24, root, run } from "./project.mjs";

ensureInstalled();
const { values } = parseArgs({ options: { only: { type: "string" } } });

const workspaces = ["apps", "packages"].flatMap((group) => readdirSync(path.join(root, group)).map((name) => `${group}/${name}`));
const typed = [...workspaces, "prisma", "e2e", "bench"];

const checks = {
  "format and lint": () => run("biome", ["check", "--error-on-warnings", "."], { quiet: true }),
  arrows: () => arrows(),
  types: () => types(),
  "unused code": () => run("knip", ["--no-progress"], { quiet: true }),
  exports: () => run(node24, ["scripts/verify/package-exports.mjs"], { quiet: true }),
  words: () => run(node24, ["scripts/verify/words.mjs"], { quiet: true }),
  "house rules": () => run(node24, ["scripts/verify/house-rules.mjs"], { quiet: true }),
  "links in docs": () => run(node24, ["scripts/verify/doc-links.mjs"], { quiet: true }),
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  if (values.only && values.only !== name) continue;
  const start = performance.now();
  const { code, output } = await check();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
  if (code !== 0) {
    failed += 1;
    console.log(output.trimEnd());
  }
}
const ran = values.only ? 1 : Object.keys(checks).length;
console.log(`${ran - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

// A cruise that read nothing finds nothing wrong, so the number of modules is checked too.
async function arrows() {
  const result = await run("depcruise", ["--config", ".dependency-cruiser.mjs", "--output-type", "err", "apps", "packages", "prisma"], {
    quiet: true,
  });
  const modules = Number(/(\d+) modules?, \d+ dependenc\w+ cruised/.exec(result.output)?.[1] ?? 0);
  return modules > 50 ? result : { code: 1, output: `${result.output}\nonly ${modules} modules were read` };
}

// What the last run learned about each workspace is kept in a cache: only what changed is checked anew.
async function types() {
  const outputs = [];
  const queue = [...typed];
  const worker = async () => {
    for (let name = queue.shift(); name; name = queue.shift()) {
      const memory = path.join(root, "node_modules/.cache/archipel", `${name.replaceAll("/", "-")}.tsbuildinfo`);
      const { code, output } = await run("tsc", ["--noEmit", "--incremental", "--tsBuildInfoFile", memory, "-p", name], { quiet: true });
      if (code !== 0) outputs.push(output);
    }
  };
  await Promise.all([worker(), worker()]);
  return { code: outputs.length ? 1 : 0, output: outputs.join("\n") };
}
