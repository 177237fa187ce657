// @database server
// @long
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runServerCommand } from "../server-commands/run.ts";
import { type Example, examplesOfHelp, examplesOfPages, mentionsOfPages } from "../testing/documented/examples.ts";
import { EXPECTED, NOT_RUN } from "../testing/documented/expected.ts";
import { exampleRunner, isSetting, withoutNpx } from "../testing/documented/run-example.ts";
import { type DocumentedWorld, documentedWorld } from "../testing/documented/world.ts";

// Every example of the documentation, as it is written: by a shell, in a folder that holds the files that it names, against a server.

let world: DocumentedWorld;
beforeAll(async () => {
  world = await documentedWorld();
});
afterAll(() => world.close());

/** Programs of other people that this machine lacks: it cannot run examples that use them. */
const MISSING = ["jq", "curl", "ogrinfo", "ogr2ogr"].filter((program) => {
  try {
    return execFileSync(program, ["--version"], { stdio: "ignore" }) === undefined;
  } catch {
    return true;
  }
});
const isLeft = (statement: string) =>
  NOT_RUN.some((one) => one.statement.test(statement)) || MISSING.some((program) => new RegExp(`(^|[\\s|(])${program} `).test(statement));

async function examples(): Promise<Example[]> {
  const { out } = await world.commands.archipel(["--help"]);
  const names = [...out.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(10);
  const ofHelp: Example[] = [];
  for (const name of names) ofHelp.push(...examplesOfHelp(name, (await world.commands.archipel([name, "--help"])).out));
  return [...(await examplesOfPages()), ...ofHelp];
}

test("every example of a page or a help text does what is written", async () => {
  const faultsOf = exampleRunner(world, EXPECTED);
  const used = new Set<string>();
  const wrong: unknown[] = [];
  for (const { from, statements } of await examples()) {
    const run = statements.filter((statement) => !isLeft(statement));
    const commands = run.filter((statement) => !isSetting(statement)).map(withoutNpx);
    // A help text and a page may have the same example.
    if (commands.every((statement) => used.has(statement))) continue;
    for (const statement of commands) used.add(statement);
    const faults = await faultsOf({ statements: run });
    if (faults.length > 0) wrong.push({ from, faults });
  }
  expect(wrong).toEqual([]);
  expect(Object.keys(EXPECTED).filter((statement) => !used.has(statement) && !isLeft(statement))).toEqual([]);
});

test.each([
  ["names an option that does not exist", "archipel check zones.gpkg --modell our-model", {}, "ended with 2, not 0"],
  ["fails in the first part of a pipe", "archipel check absent.gpkg --model ./our-model.json | cat", {}, "ended with 2, not 0"],
  ["prints something else", "archipel models", { out: /cnig-plu-1999/ }, "does not print /cnig-plu-1999/"],
  ["does not make its file", "archipel cloud info releve.las", { makes: ["releve.txt"] }, "does not make releve.txt"],
  ["is not in the list", "archipel list uploads", undefined, "expected.ts does not say what it does"],
])("an example that %s is reported", async (_, statement, promise, fault) => {
  const faultsOf = exampleRunner(world, promise ? { [statement]: promise } : {});
  expect(await faultsOf({ statements: [statement] })).toContain(`${statement}: ${fault}`);
});

test("every command that a sentence names exists with its options, and so does every command of an operator's page", async () => {
  const typed = (await examplesOfPages()).flatMap(({ from, statements }) =>
    statements.flatMap((statement) => {
      const [text] = /archipel-server(?:\.mjs)? .*/.exec(statement) ?? [];
      return text ? [{ from, text }] : [];
    }),
  );
  const mentions = await mentionsOfPages();
  expect(Math.min(typed.length, mentions.length)).toBeGreaterThan(5);
  const wrong: string[] = [];
  for (const { from, text } of [...mentions, ...typed]) {
    const [program, name = ""] = text.split(" ");
    const { code, out } = program === "archipel" ? await world.commands.archipel([name, "--help"]) : await serverHelp(name);
    const options = [...text.matchAll(/--[a-z-]+/g)].map(([option]) => option);
    if (code !== 0) wrong.push(`${from}: there is no ${text}`);
    for (const option of options) if (!out.includes(option)) wrong.push(`${from}: ${text} has no ${option}`);
  }
  expect(wrong).toEqual([]);
});

async function serverHelp(name: string) {
  let out = "";
  const write = (text: string) => {
    out += text;
  };
  const code = await runServerCommand([name, "--help"], { out: { write }, err: { write }, settings: {}, readInput: async () => "" });
  return { code, out };
}
