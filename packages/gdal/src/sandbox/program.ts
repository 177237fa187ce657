import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** What a child runs, and the directories that it must be able to read for that. */
export interface ChildProgram {
  file: string;
  /** Where Node finds GDAL. */
  libraries: string;
  readable: readonly string[];
}

let program: Promise<ChildProgram> | undefined;

/**
 * The child's program as one file of plain JavaScript, made once per process (0.5 s). Loading the TypeScript sources instead would cost each
 * child 0.4 s of processor time, more than most of its tasks.
 */
export function childProgram(): Promise<ChildProgram> {
  program ??= bundle();
  return program;
}

/** Rolldown runs in a process of its own: its threads and memory end with it. */
async function bundle(): Promise<ChildProgram> {
  const require = createRequire(import.meta.url);
  const directory = await mkdtemp(join(await realpath(tmpdir()), "archipel-gdal-program-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, "child.mjs");
  const rolldown = join(dirname(require.resolve("rolldown/package.json")), "bin/cli.mjs");
  const entry = fileURLToPath(import.meta.resolve("./child.ts"));
  await promisify(execFile)(process.execPath, [rolldown, entry, "--file", file, "--format", "esm", "--platform", "node"]);
  const gdal = dirname(require.resolve("gdal3.js/package.json"));
  return { file, libraries: dirname(gdal), readable: [directory, gdal] };
}
