import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
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

let made: ChildProgram | undefined;
let running: Promise<ChildProgram> | undefined;
const BUNDLE_TIMEOUT_MS = 120_000;

/**
 * The child's program as one file of plain JavaScript, made once per process (0.5 s). Loading the TypeScript sources instead would cost each
 * child 0.4 s of processor time, more than most of its tasks. It is made again after a failure, and when the system has cleaned its
 * temporary folder.
 */
export async function childProgram(): Promise<ChildProgram> {
  if (made && existsSync(made.file)) return made;
  running ??= bundle().finally(() => {
    running = undefined;
  });
  made = await running;
  return made;
}

/** Rolldown runs in a process of its own: its threads and memory end with it. */
async function bundle(): Promise<ChildProgram> {
  const require = createRequire(import.meta.url);
  const directory = await mkdtemp(join(await realpath(tmpdir()), "archipel-gdal-program-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, "child.mjs");
  const rolldown = join(dirname(require.resolve("rolldown/package.json")), "bin/cli.mjs");
  const entry = fileURLToPath(import.meta.resolve("./child.ts"));
  await promisify(execFile)(process.execPath, [rolldown, entry, "--file", file, "--format", "esm", "--platform", "node"], {
    timeout: BUNDLE_TIMEOUT_MS,
  });
  const gdal = dirname(require.resolve("gdal3.js/package.json"));
  return { file, libraries: dirname(gdal), readable: [directory, gdal] };
}
