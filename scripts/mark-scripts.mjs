// Run in an app's folder after `next build`: marks the scripts for browsers, as `prepare-public.mjs` marks MapLibre.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { marked } from "./marked-script.mjs";

const folder = path.resolve(".next/static/chunks");
const scripts = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".js"));
if (scripts.length === 0) throw new Error(`${folder} has no scripts: Next keeps them elsewhere now`);
for (const name of scripts) {
  const file = path.join(folder, name);
  writeFileSync(file, marked(readFileSync(file, "utf8")));
}
