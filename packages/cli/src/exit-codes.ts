/** Exit codes, for scripts. */
export const exitCodes = {
  /** The command succeeded; for `check`: the check ran, and the data conform. */
  ok: 0,
  /** The check ran to its end, and the data do not conform; or errors in the file prevent what was asked. */
  notConform: 1,
  /** The command line is not valid: an unknown option, a model that does not exist. */
  usage: 2,
  /** The command failed: the file cannot be read, the check did not run to its end. */
  failed: 3,
  /** The server does not answer. */
  unreachable: 4,
  /** The server does not know the key, or the key does not allow the request. */
  refused: 5,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
