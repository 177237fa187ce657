/** What a script can tell from the end of the command. */
export const exitCodes = {
  /** Done; for `check`: the check ran, and the data conform. */
  ok: 0,
  /** The check ran to its end, and the data do not conform; or errors of a file stand in the way of what was asked. */
  notConform: 1,
  /** The command was not understood: an unknown option, a model that does not exist. */
  usage: 2,
  /** It could not be done: the file cannot be read, the check did not run to its end. */
  failed: 3,
  /** The server does not answer. */
  unreachable: 4,
  /** The server knows no such key, or the key does not allow it. */
  refused: 5,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
