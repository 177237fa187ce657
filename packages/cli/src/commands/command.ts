import type { ExitCode } from "../exit-codes.ts";
import type { Out } from "../out.ts";

/** Where a command writes: results on `out`, everything else on `err`. */
export interface Streams {
  out: Out;
  err: Out;
}

/** One word of the command line; one file each. */
export interface Command {
  /** In a line, for the list of commands. */
  summary: string;
  /** Usage, options and examples, for `--help`. */
  help: string;
  run(args: readonly string[], streams: Streams): Promise<ExitCode>;
}
