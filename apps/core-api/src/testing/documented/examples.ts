import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

export const ROOT = path.join(import.meta.dirname, "../../../../..");
const FOLDERS = ["docs/integrators", "docs/operators", "docs/help"];
/** What operators type beside these is about their machine. */
const OURS = /^(sudo .*)?archipel-server(\.mjs)? [a-z-]+|^sudo .*archipel-server[.]mjs /;
/** The programs whose examples are run. */
const PROGRAMS = /(^|[\s|(&])(archipel|curl|ogr2ogr|ogrinfo)\s/;

/** Statements that are run one after the other in one shell: a block of a page, or one example of a help text. */
export interface Example {
  from: string;
  statements: string[];
}

/** A command that a page names within a sentence: its words, without values. */
export interface Mention {
  from: string;
  text: string;
}

interface Page {
  name: string;
  text: string;
}

async function pages(): Promise<Page[]> {
  const files = await Promise.all(FOLDERS.map((folder) => readdir(path.join(ROOT, folder), { recursive: true })));
  const names = FOLDERS.flatMap((folder, index) => (files[index] ?? []).map((file) => `${folder}/${file}`));
  const read = ["README.md", ...names].filter((name) => name.endsWith(".md")).sort();
  return Promise.all(read.map(async (name) => ({ name, text: await readFile(path.join(ROOT, name), "utf8") })));
}

/** Every block of shell in the documentation that runs one of the programs. */
export async function examplesOfPages(): Promise<Example[]> {
  const blocks = (await pages()).flatMap(({ name, text }) => {
    const isOfMachine = name.startsWith("docs/operators");
    return [...text.matchAll(/^```(?:sh|bash|shell)\n(.*?)^```/gms)].map(([, block = ""]) => {
      const statements = statementsOf(block);
      return { from: name, statements: isOfMachine ? statements.filter((statement) => OURS.test(statement)) : statements };
    });
  });
  return blocks.filter(({ statements }) => statements.some((statement) => PROGRAMS.test(statement) || OURS.test(statement)));
}

/** The commands of `archipel` and `archipel-server` that sentences name. */
export async function mentionsOfPages(): Promise<Mention[]> {
  return (await pages()).flatMap(({ name, text }) =>
    [...text.replaceAll(/^```.*?^```/gms, "").matchAll(/`(?:npx )?(archipel(?:-server)? [a-z][^`]*)`/g)].map(([, mention = ""]) => ({
      from: name,
      text: mention.replaceAll("\n", " "),
    })),
  );
}

/** The examples at the end of a help text. */
export function examplesOfHelp(name: string, text: string): Example[] {
  const [, listed = ""] = text.split("\nExamples\n");
  return listed
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((statement) => ({ from: `archipel ${name} --help`, statements: [statement] }));
}

/** Lines that belong together are one statement. Comments are not part of one. */
function statementsOf(block: string): string[] {
  const statements: string[] = [];
  let open = "";
  for (const line of block.split("\n")) {
    const code = line.replace(/(^|\s{1,})#\s.*$/, "").trimEnd();
    if (code.trim() === "") continue;
    open += open ? `\n${code}` : code;
    if (open.endsWith("\\") || (/^if\b/.test(open) && !/^fi$/m.test(open))) continue;
    statements.push(open);
    open = "";
  }
  return open ? [...statements, open] : statements;
}
