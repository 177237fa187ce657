/** What commands write to: standard output or error, or a string in tests. */
export interface Out {
  write(text: string): unknown;
}

/** Where a command runs. */
export interface Terminal {
  out: Out;
  err: Out;
  /** The settings: environment variables over those of the settings file. */
  settings: Record<string, string | undefined>;
  /** Everything on standard input, as text. */
  readInput(): Promise<string>;
}

/** One command of `archipel-server`. */
export interface ServerCommand {
  /** What it does and its options, for `--help`. */
  help: string;
  /** Returns the exit code. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

/** The command was called in a wrong way. */
export class UsageError extends Error {
  override name = "UsageError";
}

export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;
