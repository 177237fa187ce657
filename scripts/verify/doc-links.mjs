// Checks that every relative link of the documentation leads to a file and to a heading of it, and that every file of docs/ is linked from
// another page.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";

const pages = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter(Boolean);
const broken = [];
const linked = new Set();

/** The anchors of a page's headings, as the hosts of repositories make them. */
function anchorsOf(text) {
  const headings = text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#+ (.*)$/gm);
  return new Set([...headings].map(([, heading]) => slugOf(heading)));
}
const slugOf = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");

for (const page of pages.filter((page) => existsSync(path.join(root, page)))) {
  const text = readFileSync(path.join(root, page), "utf8");
  for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^([a-z]+:|\/)/.test(target)) continue;
    const [name, anchor] = decodeURI(target).split("#");
    const file = name === "" ? page : path.join(path.dirname(page), name);
    if (file !== page) linked.add(file);
    if (!existsSync(path.join(root, file))) broken.push(`${page}: ${target} leads nowhere`);
    else if (anchor && file.endsWith(".md") && !anchorsOf(readFileSync(path.join(root, file), "utf8")).has(anchor))
      broken.push(`${page}: ${target} leads to no heading`);
  }
}
for (const page of pages) {
  const isPart = /^docs\/(?!help\/)/.test(page) && page !== "docs/README.md";
  if (isPart && !linked.has(page)) broken.push(`${page}: no page links to it`);
}
if (broken.length) console.log(broken.join("\n"));
process.exit(broken.length ? 1 : 0);
