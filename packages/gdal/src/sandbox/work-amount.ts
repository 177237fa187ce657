import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import type { SandboxLimits } from "../model.ts";

/** How much there is to read: bytes on disk, and entries of an archive or of a folder. */
interface WorkAmount {
  bytes: number;
  entries: number;
}

/** The record at the end of a zip: its mark, its length without the comment, and the longest comment. */
const END_MARK = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT = 0xffff;
const COUNT_AT = 10;
/** Such a count means that the real one is in a record for larger archives. */
const MANY = 0xffff;

/** The amount of work in a file or a folder. The count of a zip is what it declares: `cpuSecondsFor` limits what a false one gains. */
export function workAmount(path: string): WorkAmount {
  const stats = statSync(path);
  if (!stats.isDirectory()) return { bytes: stats.size, entries: entriesOfZip(path) };
  const files = readdirSync(path, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return { bytes: files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0), entries: files.length };
}

/** The processor time that a child may use: more for each megabyte, and for each entry up to the limit of entries. */
export function cpuSecondsFor({ bytes, entries }: WorkAmount, limits: SandboxLimits): number {
  const counted = Math.min(entries, limits.archiveEntries);
  return limits.cpuSeconds + limits.cpuSecondsAMegabyte * (bytes / 2 ** 20) + limits.cpuSecondsAnEntry * counted;
}

/** 0 for a file that is not a zip. */
function entriesOfZip(path: string): number {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, END_BYTES + MAX_COMMENT));
    const start = Buffer.alloc(2);
    if (readSync(file, start, 0, 2, 0) < 2 || start.toString("latin1") !== "PK") return 0;
    readSync(file, tail, 0, tail.length, size - tail.length);
    for (let at = tail.length - END_BYTES; at >= 0; at--) if (tail.readUInt32LE(at) === END_MARK) return countAt(tail, at);
    return 0;
  } finally {
    closeSync(file);
  }
}

function countAt(tail: Buffer, at: number): number {
  const count = tail.readUInt16LE(at + COUNT_AT);
  return count === MANY ? Number.POSITIVE_INFINITY : count;
}
