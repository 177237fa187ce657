import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { UsageError } from "./command.ts";

/** The options of a command that takes no other words. @throws UsageError for everything else */
export function optionsOf<T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}

/**
 * Removes `--settings FILE` from the command line, at any position before `--`: every command accepts it.
 *
 * @throws UsageError without a file
 */
export function extractSettings(args: readonly string[]): { file: string | undefined; rest: string[] } {
  const rest = [...args];
  const end = rest.indexOf("--");
  const at = rest.findIndex((word, index) => (word === "--settings" || word.startsWith("--settings=")) && (end < 0 || index < end));
  if (at < 0) return { file: undefined, rest };
  const [word = ""] = rest.splice(at, 1);
  const file = word.includes("=") ? word.slice("--settings=".length) : rest.splice(at, 1)[0];
  if (!file) throw new UsageError("--settings needs the path of a file");
  return { file, rest };
}
