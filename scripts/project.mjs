// Paths of the project, and functions that run its own programs. Plain JavaScript for Node 20, because a fresh clone has
// nothing else yet; everything after the install runs on the pinned Node 24.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "..");
const packagedNode = path.join(root, "node_modules/.bin/node");
/** The pinned Node. On machines for which npm has none, the system's own if it is of the same version. */
export const node24 = !existsSync(packagedNode) && process.versions.node.startsWith("24.") ? process.execPath : packagedNode;

/** The environment for the project's programs: its own Node and tools come first. */
export function projectEnv(extra = {}) {
  return {
    ...process.env,
    PATH: [path.join(root, "node_modules/.bin"), process.env.PATH].join(path.delimiter),
    NEXT_TELEMETRY_DISABLED: "1",
    TURBO_TELEMETRY_DISABLED: "1",
    // Stripping types and compiling take most of a program's start: Node keeps the result.
    NODE_COMPILE_CACHE: path.join(root, "node_modules/.cache/archipel/compiled"),
    ...extra,
  };
}

/** Installs the pinned packages, unless this version of the lock file is installed already. */
export function ensureInstalled() {
  const lock = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const stamp = path.join(root, "node_modules/.archipel-lock");
  if (existsSync(stamp) && existsSync(node24) && readFileSync(stamp, "utf8") === lock) return;
  console.log("Installing packages…");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root, stdio: "inherit" });
  if (status !== 0) fail("npm ci failed: its message is above. Check that the npm registry can be reached, then run the command again.");
  if (!existsSync(node24))
    fail(
      `No Node 24 was installed: npm has none for ${process.platform}-${process.arch}. Install Node 24 and run the command again with it.`,
    );
  writeFileSync(stamp, lock);
}

/** Runs a program to its end; returns its exit code. */
export function run(command, args, { env = {}, quiet = false, isNice = false, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: projectEnv(env), stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit" });
    if (isNice && child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      output += chunk;
    });
    child.once("error", reject);
    child.once("exit", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The port from an environment variable, or the default. */
export function portOf(name, fallback) {
  return process.env[name] ? Number(process.env[name]) : fallback;
}

export function fail(message) {
  console.error(`\n${message}\n`);
  process.exit(1);
}
