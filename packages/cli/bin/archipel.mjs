#!/usr/bin/env node
// Plain JavaScript for any Node that people have: the command itself runs on the packaged Node, which reads TypeScript.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const folder = path.dirname(fileURLToPath(import.meta.url));
const main = path.join(folder, "../src/main.ts");
const packaged = path.join(folder, "../../../node_modules/.bin/node");
// On machines for which npm has no Node, the system's own may be of the same version.
const node = !existsSync(packaged) && process.versions.node.startsWith("24.") ? process.execPath : packaged;
if (!existsSync(node)) {
  process.stderr.write(`archipel: the packages are not installed. Run "npm ci" in ${path.resolve(folder, "../../..")}\n`);
  process.exit(1);
}
const child = spawn(node, ["--disable-warning=ExperimentalWarning", main, ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.once("error", (error) => {
  process.stderr.write(`archipel: the packaged Node cannot be started (${error.message}). Run "npm ci" again\n`);
  process.exit(1);
});
child.once("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
