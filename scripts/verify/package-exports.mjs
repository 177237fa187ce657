// Checks that each workspace exports exactly what the others import, so that knip finds unused code. `--write` updates the lists.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";

const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" }).split("\n");
const present = tracked.filter((file) => existsSync(path.join(root, file)));
const readJson = (file) => JSON.parse(readFileSync(path.join(root, file), "utf8"));

/** Workspaces by name: their folder, their package.json, and the base folder of exported paths. */
const workspaces = new Map(
  present
    .filter((file) => /^((apps|packages)\/[^/]+|prisma|e2e|bench)\/package\.json$/.test(file))
    .map((file) => {
      const folder = path.dirname(file);
      const source = existsSync(path.join(root, folder, "src")) ? "src/" : "";
      return [readJson(file).name, { folder, source, file }];
    }),
);

/** Paths of each workspace that files of other workspaces import: `bbox.ts` of `@archipel/geo/bbox.ts`. */
const imported = new Map([...workspaces.keys()].map((name) => [name, new Set()]));
for (const file of present.filter((one) => /\.(ts|tsx|mjs|js|css)$/.test(one) && !one.includes("/generated/"))) {
  for (const [, name, subpath] of readFileSync(path.join(root, file), "utf8").matchAll(/["'](@archipel\/[a-z0-9-]+)\/([^"'\s]+)["']/g)) {
    const workspace = workspaces.get(name);
    if (workspace && !file.startsWith(`${workspace.folder}/`)) imported.get(name).add(subpath);
  }
}

const complaints = [];
for (const [name, { folder, source, file }] of workspaces) {
  const json = readJson(file);
  const exported = Object.fromEntries([...imported.get(name)].sort().map((subpath) => [`./${subpath}`, `./${source}${subpath}`]));
  if (process.argv.includes("--write")) {
    const { exports: _before, ...rest } = json;
    const entries = Object.entries(rest).flatMap((entry) =>
      entry[0] === "type" && Object.keys(exported).length > 0 ? [entry, ["exports", exported]] : [entry],
    );
    writeFileSync(path.join(root, file), `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
    continue;
  }
  const known = json.exports ?? {};
  for (const [key, target] of Object.entries(exported)) {
    if (known[key] !== target) complaints.push(`${file}: ${key} is imported and not exported`);
    if (!existsSync(path.join(root, folder, target))) complaints.push(`${file}: ${key} is imported and does not exist`);
  }
  for (const key of Object.keys(known)) if (!(key in exported)) complaints.push(`${file}: ${key} is exported and nobody imports it`);
}

const total = [...imported.values()].reduce((sum, paths) => sum + paths.size, 0);
if (total < 100) complaints.push(`scripts/verify/package-exports.mjs: only ${total} imports were found`);
if (complaints.length) console.log(`${complaints.join("\n")}\nTo update the lists: node scripts/verify/package-exports.mjs --write`);
process.exit(complaints.length ? 1 : 0);
