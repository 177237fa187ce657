// npm run release: the next version from the commits since the last tag, its section of CHANGELOG.md, a commit and a tag. Nothing is pushed.
// The first release keeps the text under "Unreleased": before it, everything is new.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureInstalled, fail, root, run } from "../project.mjs";

const CHANGELOG = path.join(root, "CHANGELOG.md");
const config = ["--config", path.join(root, "scripts/release/cliff.toml")];

ensureInstalled();
if ((await output("git", ["status", "--porcelain"])) !== "") fail("There are uncommitted changes: commit or stash them first.");
const current = `v${JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).version}`;
const isFirst = (await output("git", ["tag", "--list", "v*"])) === "";
const version = isFirst ? current : await fromCommits(["--bumped-version"]);
const changelog = readFileSync(CHANGELOG, "utf8");
const today = new Date().toISOString().slice(0, 10);
const section = isFirst ? "" : await fromCommits(["--unreleased", "--tag", version, "--strip", "all"]);
writeFileSync(
  CHANGELOG,
  isFirst
    ? changelog.replace(/^## Unreleased$/m, `## ${version.slice(1)} (${today})`)
    : changelog.replace(/^(?=## )/m, `${section.trim()}\n\n`),
);

await output("npm", ["version", version.slice(1), "--no-git-tag-version", "--allow-same-version"]);
await output("git", ["add", "CHANGELOG.md", "package.json", "package-lock.json"]);
await output("git", ["commit", "--message", `chore(release): ${version}`]);
await output("git", ["tag", "--annotate", version, "--message", version]);
console.log(`${version} is committed and tagged. Publish it with: git push --follow-tags`);

/** What git-cliff says, without its notes. */
async function fromCommits(args) {
  const file = path.join(tmpdir(), `archipel-release-${process.pid}.md`);
  await output("git-cliff", [...config, ...args, "--output", file]);
  const text = readFileSync(file, "utf8").trim();
  rmSync(file);
  return text;
}

async function output(command, args) {
  const result = await run(command, args, { quiet: true });
  if (result.code !== 0) fail(`${command} ${args[0]}: ${result.output}`);
  return result.output.trim();
}
