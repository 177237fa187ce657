import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Entry, openPromise, validateFileName, type ZipFile } from "yauzl";
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
  await eachFile(path, async (name, entry) => {
    unpacked += entry.uncompressedSize;
    if (entries.length >= limits.archiveEntries) throw new UnreadableError("archive", "entries");
    if (unpacked > limits.archiveBytes) throw new UnreadableError("archive", "size");
    if (entry.uncompressedSize > RATIO_FROM_BYTES && entry.uncompressedSize > entry.compressedSize * limits.archiveRatio)
      throw new UnreadableError("archive", "ratio");
    if (((entry.externalFileAttributes >>> 16) & 0o170000) === SYMLINK) throw new UnreadableError("archive", "symlink");
    if (entry.generalPurposeBitFlag & 1) throw new UnreadableError("archive", "encrypted");
    entries.push({ path: name, size: entry.uncompressedSize });
  });
  return entries;
}

/**
 * Unpacks chosen entries, each under the name asked for: the archive's own names never reach the disk.
 *
 * @param names path inside the archive → file name in `directory`
 */
export async function unpack(path: string, directory: string, names: ReadonlyMap<string, string>): Promise<void> {
  for (const folder of new Set([...names.values()].map(dirname))) await mkdir(join(directory, folder), { recursive: true });
  await eachFile(path, async (entryName, entry, zip) => {
    const name = names.get(entryName);
    if (name) await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(join(directory, name)));
  });
}

async function eachFile(path: string, visit: (name: string, entry: Entry, zip: ZipFile) => Promise<void>): Promise<void> {
  try {
    const zip = await openPromise(path);
    try {
      for await (const entry of zip.eachEntry()) {
        if (!entry.fileName.endsWith("/")) await visit(nameOf(entry), entry, zip);
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

const UTF8_NAME = 0x800;
const UNICODE_PATH = 0x7075;

/**
 * The name of an entry. Where the archive does not say that it is UTF-8, old DOS letters (CP437, as the format has it) are only one of three
 * usual readings: macOS and Linux write UTF-8 without saying so, some Windows programs CP1252.
 */
function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw;
  const isTold = (entry.generalPurposeBitFlag & UTF8_NAME) !== 0 || entry.extraFields.some(({ id }) => id === UNICODE_PATH);
  if (isTold || !raw.some((byte) => byte > 127)) return entry.fileName;
  const name = otherName(raw)?.replaceAll("\\", "/");
  return name !== undefined && validateFileName(name) === null ? name : entry.fileName;
}

function otherName(raw: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(raw);
  } catch {
    // In CP437 accented letters lie below 0xA8 and box drawings above, in CP1252 letters from 0xC0 on.
    const isCp1252 = raw.every((byte) => byte < 0x80 || byte >= 0xc0 || byte === 0xb0 || byte === 0x92 || byte === 0x9c);
    return isCp1252 ? new TextDecoder("windows-1252").decode(raw) : undefined;
  }
}
