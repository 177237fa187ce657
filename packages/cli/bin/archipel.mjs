#!/usr/bin/env node
// Plain JavaScript for any Node that people have: the command itself runs on the pinned Node, which reads TypeScript.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";

const pinned = path.join(path.dirname(createRequire(import.meta.url).resolve("node/package.json")), "bin/node");
const main = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../src/main.ts");
const child = spawn(pinned, ["--disable-warning=ExperimentalWarning", main, ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.once("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
