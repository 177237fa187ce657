// npm run demo [-- --samples FOLDER] [-- --points NUMBER] [-- --fresh]
// Starts three portals, an admin and their core with demo data, from a fresh clone. Stop with Ctrl-C; the data stays in .archipel.
import { rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureInstalled, fail, portOf, root } from "../project.mjs";
import { buildSites, seedDemo } from "../stack/prepare.mjs";
import { stackSettings, startStack } from "../stack/stack.mjs";
import { printAddresses } from "./addresses.mjs";

const { values } = parseArgs({ options: { samples: { type: "string" }, points: { type: "string" }, fresh: { type: "boolean" } } });
const dataFolder = path.resolve(root, process.env.ARCHIPEL_DATA ?? ".archipel");
const settings = stackSettings({
  dataFolder,
  ports: { core: portOf("CORE_PORT", 4000), portal: portOf("PORTAL_PORT", 3000), admin: portOf("ADMIN_PORT", 3001) },
  databaseUrl: process.env.DATABASE_URL,
});

if (values.fresh) rmSync(dataFolder, { recursive: true, force: true });
await timed("packages", async () => ensureInstalled());
await timed("sites built", () => buildSites());
const samples = values.samples ? ["--samples", path.resolve(values.samples)] : [];
const points = values.points ? ["--points", values.points] : [];
await timed("demo data", () => seedDemo(settings, [...samples, ...points]));
const stack = await timed("started", () => startStack(settings));
printAddresses(settings);

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    console.log("\nStopping…");
    await stack.stop();
    process.exit(0);
  });
}
for (const { name, child, logFile } of stack.children) {
  child.once("exit", async (code) => {
    if (stopping) return;
    stopping = true;
    await stack.stop();
    fail(`${name} stopped by itself (exit code ${code}): see ${logFile}`);
  });
}

async function timed(label, work) {
  const start = performance.now();
  const result = await work().catch((error) => fail(error.message));
  console.log(`${label.padEnd(14)} ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
