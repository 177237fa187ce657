// Words that make a reader stop: comments, titles of tests, docs and English messages are written without them. The list, with what to
// write instead, is the table "Plain words" of CONTRIBUTING.md.
// With `--where FOLDER` it prints the places below that folder alone.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";

const words = wordsOfTable(readFileSync(path.join(root, "CONTRIBUTING.md"), "utf8"));
const inText = new RegExp(`(?<![\\w-])(?:${words.map(patternOf).join("|")})(?![\\w-])`, "i");
/** Parts of identifiers, in camelCase, that no engineer searches for; the procedure `reports.tellApart` keeps its path. */
const inNames = /\b(?!tellApart\b)(?:tell|told|demand|handIn|whoever)[A-Z]\w*|\w+Told\b/;

const below = process.argv[2] === "--where" ? process.argv[3] : ".";
const files = execFileSync("git", ["ls-files", below], { cwd: root, encoding: "utf8" }).split("\n").filter(isRead);
const places = files.flatMap(placesIn);
if (places.length > 0) {
  console.log(places.join("\n"));
  console.log(`${places.length} lines hold a word of the table "Plain words" in CONTRIBUTING.md`);
  process.exitCode = 1;
}

/** The first column of the table: words between backticks. */
function wordsOfTable(text) {
  const table = text.split("## Plain words")[1]?.split("\n## ")[0] ?? "";
  const found = table.split("\n").flatMap((line) => [...(/^\| ([^|]+) \|/.exec(line)?.[1] ?? "").matchAll(/`([^`]+)`/g)]);
  if (found.length === 0) throw new Error("CONTRIBUTING.md has no table of plain words");
  return found.map(([, word]) => word);
}

/** `word (not: before x, y)` allows the word before x and y. */
function patternOf(entry) {
  const [, word, allowed] = /^(.+?)(?: \(not: before (.+)\))?$/.exec(entry);
  return allowed ? `${word}(?! (?:${allowed.split(", ").join("|")})\\b)` : word;
}

/** Decisions stay as they were written, migrations as they ran, and generated files are nobody's prose. */
function isRead(file) {
  if (/^docs\/adr\/|^prisma\/migrations\/|\/generated\/|^CONTRIBUTING\.md$|^scripts\/verify\/plain-words\.mjs$/.test(file)) return false;
  return /\.(ts|tsx|mjs|sql|prisma|md|css)$/.test(file) || /\/en\.json$/.test(file);
}

function placesIn(file) {
  const text = readFileSync(path.join(root, file), "utf8");
  const isProse = /\.(md|json)$/.test(file);
  const textOf = isProse ? (line) => line : proseOf;
  return text.split("\n").flatMap((line, index) => {
    const found = inText.exec(textOf(line)) ?? (isProse ? null : inNames.exec(line));
    return found ? [`${file}:${index + 1}: ${found[0]}: ${line.trim().slice(0, 160)}`] : [];
  });
}

/** The comment or the title of a test in a line of code; empty when there is none. */
function proseOf(line) {
  if (/^\s*(?:\/\/|\/?\*|--|#)/.test(line)) return line;
  return /(?:\s\/\/ .*$)|\b(?:it|test|describe|step)(?:\.\w+)?\(\s*["'`].*/.exec(line)?.[0] ?? "";
}
