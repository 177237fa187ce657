import { mkdir, mkdtemp, readdir } from "node:fs/promises";
import path from "node:path";
import type { Example } from "./examples.ts";
import type { Expected } from "./expected.ts";
import { fileMaker } from "./files.ts";
import type { DocumentedWorld } from "./world.ts";

/** The statement as the list of expected results has it: a page and a help text may have the same example. */
export const withoutNpx = (statement: string) => statement.replaceAll(/\bnpx (?=archipel )/g, "");
/** A statement that prepares the next one, such as `export`. */
export const isSetting = (statement: string) => /^(export )?[A-Za-z_]+=\S*$|^id=\$\(.*\)$/.test(statement);

/** Runs examples, each in a new folder that holds the files that it names. @param expected what the documentation promises, by statement */
export function exampleRunner(world: DocumentedWorld, expected: Readonly<Record<string, Expected>>) {
  const layFiles = fileMaker(path.join(world.folder, "made"));
  const promiseOf = (statement: string): Expected | undefined => (isSetting(statement) ? {} : expected[withoutNpx(statement)]);

  /** What differs from the promise, one sentence each; none for an example that does what is written. */
  return async ({ statements }: Pick<Example, "statements">): Promise<string[]> => {
    const unknown = statements.filter((statement) => !promiseOf(statement));
    if (unknown.length > 0) return unknown.map((statement) => `${statement}: expected.ts does not say what it does`);
    const cwd = path.join(await mkdtemp(path.join(world.folder, "example-")), "there");
    await mkdir(cwd);
    const made = statements.flatMap((statement) => promiseOf(statement)?.makes ?? []);
    await layFiles(statements.join("\n"), cwd, made);
    const { codes, out, err } = await world.execute(statements, cwd);
    const files = await readdir(cwd);
    const faults = statements.flatMap((statement, at) => {
      const { code = 0, out: says, err: warns, makes = [] } = promiseOf(statement) ?? {};
      return [
        ...(codes[at] === code ? [] : [`ended with ${codes[at]}, not ${code}`]),
        ...(says === undefined || says.test(out) ? [] : [`does not print ${says}`]),
        ...(warns === undefined || warns.test(err) ? [] : [`does not say ${warns}`]),
        ...makes.filter((name) => !files.includes(name)).map((name) => `does not make ${name}`),
      ].map((fault) => `${statement}: ${fault}`);
    });
    return faults.length > 0 ? [...faults, `It printed: ${out.slice(-1_500)}`, `It said: ${err.slice(-500)}`] : [];
  };
}
