import { UnreadableError } from "./model.ts";

/** A full disk stopped a task: this is no fault of the file, and a later try may succeed. */
class DiskFullError extends Error {
  override name = "DiskFullError";
  readonly code = "ENOSPC";
}

/** What Node, GDAL and SQLite write when a disk or its quota is full. */
const FULL = /\b(ENOSPC|EDQUOT)\b|no space left on device|disk quota exceeded|database or disk is full/i;

/** Whether the words of an error say that the disk is full. */
export function saysDiskFull(detail: string): boolean {
  return FULL.test(detail);
}

/** The error of a task in the sandbox, from the words in which it failed. */
export function failureOf(reason: UnreadableError["reason"], detail: string): UnreadableError | DiskFullError {
  return saysDiskFull(detail) ? new DiskFullError(detail) : new UnreadableError(reason, detail);
}
