import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { mkdtemp, realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** What a child runs, and the directories that it must be able to read for that. */
export interface ChildProgram {
  file: string;
  /** Where Node finds the packages that are not in the file, as `NODE_PATH`. */
  libraries: string;
  readable: readonly string[];
}

export interface ProgramParts {
  /** Ends the name of the program's temporary directory. */
  name: string;
  /** `file:` URL of the TypeScript file that the child begins with. */
  entry: string;
  /** Directories of the packages that the child loads by `createRequire`: they hold WebAssembly or machine code. */
  libraries: readonly string[];
}

const BUNDLE_TIMEOUT_MS = 120_000;

/**
 * The child's program as one file of plain JavaScript, made once per process (0.5 s). Loading the TypeScript sources instead would cost each
 * child 0.4 s of processor time, more than most of its tasks. It is made again after a failure, and when the system has cleaned its
 * temporary folder.
 *
 * @returns a function that gives the program
 */
export function bundledProgram(parts: ProgramParts): () => Promise<ChildProgram> {
  let made: ChildProgram | undefined;
  let running: Promise<ChildProgram> | undefined;
  return async () => {
    if (made && existsSync(made.file)) return made;
    running ??= bundle(parts).finally(() => {
      running = undefined;
    });
    made = await running;
    return made;
  };
}

/** Rolldown runs in a process of its own: its threads and memory end with it. */
async function bundle({ name, entry, libraries }: ProgramParts): Promise<ChildProgram> {
  const require = createRequire(import.meta.url);
  const directory = await mkdtemp(join(await realpath(tmpdir()), `archipel-${name}-program-`));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, "child.mjs");
  const rolldown = join(dirname(require.resolve("rolldown/package.json")), "bin/cli.mjs");
  await promisify(execFile)(process.execPath, [rolldown, fileURLToPath(entry), "--file", file, "--format", "esm", "--platform", "node"], {
    timeout: BUNDLE_TIMEOUT_MS,
  });
  const roots = new Set(libraries.map((library) => dirname(library)));
  return { file, libraries: [...roots].join(delimiter), readable: [directory, ...libraries] };
}
