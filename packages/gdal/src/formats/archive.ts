import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { type SandboxLimits, UnreadableError } from "../model.ts";

export interface ArchiveEntry {
  path: string;
  size: number;
}

const SYMLINK = 0o120000;
/** Ratios only count for entries that would hurt: small sparse tables compress a thousand times, and do no harm. */
const RATIO_FROM_BYTES = 64 * 1024 * 1024;

/**
 * Lists the files of a zip, judged by its directory alone: nothing is unpacked before the caps on count, size and ratio hold.
 * yauzl refuses absolute and `../` paths, and stops an entry that unpacks to more than it declares.
 *
 * @throws UnreadableError `archive` with a reason word: entries, size, ratio, symlink, encrypted, path
 */
export async function listArchive(path: string, limits: SandboxLimits): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  let unpacked = 0;
  await eachFile(path, async (entry) => {
    unpacked += entry.uncompressedSize;
    if (entries.length >= limits.archiveEntries) throw new UnreadableError("archive", "entries");
    if (unpacked > limits.archiveBytes) throw new UnreadableError("archive", "size");
    if (entry.uncompressedSize > RATIO_FROM_BYTES && entry.uncompressedSize > entry.compressedSize * limits.archiveRatio)
      throw new UnreadableError("archive", "ratio");
    if (((entry.externalFileAttributes >>> 16) & 0o170000) === SYMLINK) throw new UnreadableError("archive", "symlink");
    if (entry.generalPurposeBitFlag & 1) throw new UnreadableError("archive", "encrypted");
    entries.push({ path: entry.fileName, size: entry.uncompressedSize });
  });
  return entries;
}

/**
 * Unpacks chosen entries, each under the name asked for: the archive's own names never reach the disk.
 *
 * @param names path inside the archive → file name in `directory`
 */
export async function unpack(path: string, directory: string, names: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(directory, { recursive: true });
  await eachFile(path, async (entry, zip) => {
    const name = names.get(entry.fileName);
    if (name) await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(join(directory, name)));
  });
}

async function eachFile(path: string, visit: (entry: Entry, zip: ZipFile) => Promise<void>): Promise<void> {
  try {
    const zip = await openPromise(path);
    try {
      for await (const entry of zip.eachEntry()) {
        if (!entry.fileName.endsWith("/")) await visit(entry, zip);
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new UnreadableError("archive", /relative path|absolute path/.test(message) ? "path" : message);
  }
}
