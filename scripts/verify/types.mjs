// node scripts/verify/types.mjs WORKSPACE… checks the types of workspaces. Those with the same compiler options are checked as one program:
// `tsc -p` in each would check what it imports from the others again each time.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { node24, root, run } from "../project.mjs";

// The native compiler takes a fifth of the time; TypeScript 6 stays for the tools that call its API.
const compiler = path.join(root, "node_modules/typescript-7/bin/tsc");
const folder = path.join(root, "node_modules/.cache/archipel/types");
mkdirSync(folder, { recursive: true });
let code = 0;
for (const [name, program] of programsOf(process.argv.slice(2))) {
  const config = path.join(folder, `${name.replace("/", "-")}.json`);
  writeFileSync(config, JSON.stringify(program));
  const result = await run(node24, [compiler, "--noEmit", "--checkers", "1", "--pretty", "false", "-p", config], {
    quiet: true,
    // Almost nothing that the compiler makes is garbage: looking for it often took a seventh of its time.
    env: { GOGC: "400" },
  });
  console.log(result.output.trimEnd());
  code ||= result.code;
}
process.exit(code);

// One configuration for all workspaces with the same options, by the name of the first. Next declares the types of its routes globally, so
// each site is on its own.
function programsOf(workspaces) {
  if (workspaces.length === 0) throw new Error("no workspace is named");
  const programs = new Map();
  for (const name of workspaces) {
    const { compilerOptions = {}, include, extends: base } = JSON.parse(readFileSync(path.join(root, name, "tsconfig.json"), "utf8"));
    const { plugins, incremental, ...options } = compilerOptions;
    const key = JSON.stringify([options.lib, options.jsx, plugins && name]);
    if (!programs.has(key)) programs.set(key, [name, { extends: path.resolve(root, name, base), compilerOptions: options, include: [] }]);
    const [, program] = programs.get(key);
    program.include.push(...include.map((pattern) => path.join(root, name, pattern)));
  }
  return programs.values();
}
