import { connectionFailure } from "@archipel/database/connection-failure.ts";
import { UnfitDatabaseError } from "@archipel/database/requirements.ts";

/** A process cannot start. The message says in one sentence what is wrong and how to correct it, so nobody needs the stack. */
export class StartError extends Error {
  override name = "StartError";
}

/** Settings that are wrong: starting again cannot help. The shipped units do not restart a process that ends with this code. */
export class SettingsError extends StartError {
  override name = "SettingsError";
}

/** `EX_CONFIG` of sysexits.h. */
const EXIT_SETTINGS = 78;

/** The sentence of an error that prevents a start; null for a fault of the program, whose stack is worth reading. */
export function startSentence(error: unknown): string | null {
  if (error instanceof StartError) return error.message;
  if (!(error instanceof Error) || !("code" in error)) return null;
  const { code } = error;
  const port = "port" in error ? String(error.port) : "";
  const file = "path" in error ? String(error.path) : "";
  if (code === "EADDRINUSE") return `port ${port} is in use: stop what listens there, or choose another PORT`;
  if (code === "EADDRNOTAVAIL") return `this machine does not have the address of HOST (${error.message}): correct HOST`;
  if (code === "EACCES" || code === "EROFS")
    return file
      ? `${file} cannot be used (${code}): the account of this process must own ARCHIPEL_DATA and be able to write there`
      : `port ${port} may not be used by this account: choose a PORT above 1023`;
  if (code === "ENOSPC") return `the disk is full${file ? ` (${file})` : ""}: free some space, then start again`;
  return null;
}

/** A database that does not admit us or cannot be used, as one sentence; other errors as they are. */
export function databaseProblem(error: unknown, url: string | undefined): unknown {
  if (error instanceof UnfitDatabaseError) return new StartError(error.message);
  const sentence = url === undefined ? null : connectionFailure(error, url);
  return sentence === null ? error : new StartError(sentence);
}

/** Runs the start of a process. A start that is impossible ends the process with one line on standard error, without a stack. */
export async function startOrExplain<T>(name: string, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const sentence = startSentence(error);
    if (sentence === null) throw error;
    process.stderr.write(`${name} cannot start: ${sentence}\n`);
    process.exit(error instanceof SettingsError ? EXIT_SETTINGS : 1);
  }
}
