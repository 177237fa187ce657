// Checks that every relative link of the documentation leads to a file, and that every file of docs/ is linked from another page.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";

const pages = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter(Boolean);
const broken = [];
const linked = new Set();
for (const page of pages.filter((page) => existsSync(path.join(root, page)))) {
  const text = readFileSync(path.join(root, page), "utf8");
  for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^([a-z]+:|#|\/)/.test(target)) continue;
    const file = path.join(path.dirname(page), decodeURI(target.split("#")[0]));
    linked.add(file);
    if (!existsSync(path.join(root, file))) broken.push(`${page}: ${target} leads nowhere`);
  }
}
for (const page of pages) {
  const isPart = /^docs\/(?!help\/)/.test(page) && page !== "docs/README.md";
  if (isPart && !linked.has(page)) broken.push(`${page}: no page links to it`);
}
if (broken.length) console.log(broken.join("\n"));
process.exit(broken.length ? 1 : 0);
