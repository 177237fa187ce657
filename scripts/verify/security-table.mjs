// The pages of docs/operators/security*: one line for each requirement of ASVS 5.0.0 at levels 1 and 2, true counts, and files that exist.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";

const FOLDER = "docs/operators/security";
const PAGES = ["web", "identity", "platform"];
/** Requirements of levels 1 and 2, by chapter. */
const CHAPTERS = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7].map((count, index) => [index + 1, count]);

const read = (file) => readFileSync(path.join(root, file), "utf8");
const wrong = [];
const seen = new Map();
const states = new Map();
for (const page of PAGES) {
  for (const line of read(`${FOLDER}/${page}.md`).split("\n")) {
    for (const [, file] of line.matchAll(/`((?:apps|packages|docs|deploy|e2e|scripts|prisma)\/[^`\s]+|[\w-]+\.(?:md|json))`/g))
      if (!existsSync(path.join(root, file))) wrong.push(`${page}: ${file} does not exist`);
    const [, id, level, , state, where] = /^\| (\d+\.\d+\.\d+) \| (\d) \| (.+?) \| (.+?) \| (.+) \|$/.exec(line) ?? [];
    if (!id) continue;
    if (seen.has(id)) wrong.push(`${page}: ${id} has two lines`);
    seen.set(id, level);
    states.set(state, (states.get(state) ?? 0) + 1);
    if (state === "partly" && !where.includes("Open")) wrong.push(`${page}: ${id} is partly held and does not say what is missing`);
  }
}
for (const [chapter, count] of CHAPTERS) {
  const lines = [...seen.keys()].filter((id) => id.startsWith(`${chapter}.`)).length;
  if (lines !== count) wrong.push(`V${chapter} has ${lines} lines for ${count} requirements`);
}
const summary = read("docs/operators/security.md");
for (const [, state, count] of summary.matchAll(/^\| ([a-z ]+) \| (\d+) \| /gm))
  if (states.get(state) !== Number(count)) wrong.push(`security.md counts ${count} "${state}", the pages have ${states.get(state) ?? 0}`);
for (const state of states.keys()) if (!summary.includes(`| ${state} | `)) wrong.push(`security.md does not explain the state "${state}"`);
if (wrong.length > 0) console.log(wrong.join("\n"));
process.exit(wrong.length > 0 ? 1 : 0);
