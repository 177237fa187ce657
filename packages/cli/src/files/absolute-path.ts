import { homedir } from "node:os";
import { resolve } from "node:path";
import { UsageError } from "../usage-error.ts";

/**
 * A path of the command line, from the caller's folder: child processes have another working directory. `~` is the home folder also where no
 * shell has replaced it, as in `--out=~/x` or between quotes.
 *
 * @throws UsageError for an empty path, which is what a script passes when its variable is not set
 */
export function absolutePath(typed: string): string {
  if (typed === "") throw new UsageError("path-empty");
  return resolve(typed.replace(/^~(?=\/|$)/, () => homedir()));
}
