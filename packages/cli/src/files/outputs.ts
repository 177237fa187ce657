import { lstat, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../usage-error.ts";
import { absolutePath } from "./absolute-path.ts";

/** The option that lets a command replace a file that is there. */
export const outputOptions = { overwrite: { type: "boolean" } } as const;

interface OutputRules {
  /** Absolute paths of files that the command reads. */
  inputs: readonly string[];
  /** Whether a file of that name may be replaced. */
  isReplaced: boolean | undefined;
}

/**
 * The absolute path of a new file. A link to a file leads to that file.
 *
 * @throws UsageError when its folder is not there, or when it is a folder, a file that is read, or a file that must not be replaced
 */
export async function outputPath(typed: string, { inputs, isReplaced }: OutputRules): Promise<string> {
  if (typed === "-") throw new UsageError("out-stream");
  const path = absolutePath(typed);
  const folder = dirname(path);
  if (!(await stat(folder).catch(() => null))?.isDirectory()) throw new UsageError("no-folder", { path: folder });
  const found = await lstat(path).catch(() => null);
  if (!found) return path;
  const target = await realpath(path).catch(() => path);
  const targets = await Promise.all(inputs.map((input) => realpath(input).catch(() => input)));
  if (targets.includes(target)) throw new UsageError("same-file", { path });
  if ((await stat(target).catch(() => null))?.isDirectory()) throw new UsageError("out-is-folder", { path });
  if (!isReplaced) throw new UsageError("out-exists", { path });
  return target;
}

/**
 * Writes a file under another name until it is whole, so that a half of one is never taken for it.
 *
 * @param write gets the path to write to
 */
export async function writeWhole<T>(path: string, write: (partial: string) => Promise<T>): Promise<T> {
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  try {
    const written = await write(partial);
    await rename(partial, path);
    return written;
  } finally {
    await rm(partial, { force: true });
  }
}
