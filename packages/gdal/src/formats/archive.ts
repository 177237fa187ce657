import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { pipeline as joined, type Readable, Transform } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";
import { type Entry, openPromise, validateFileName, type ZipFile } from "yauzl";
import { type SandboxLimits, UnreadableError } from "../model.ts";

export interface ArchiveEntry {
  path: string;
  size: number;
}

const SYMLINK = 0o120000;
/** The ratio is checked for large entries only: small sparse tables compress a thousand times and do no harm. */
const RATIO_FROM_BYTES = 64 * 1024 * 1024;

/** What an archive or a folder holds: its files, and its folders (empty ones too). */
export interface ArchiveContents {
  files: ArchiveEntry[];
  folders: string[];
}

/**
 * Lists a folder, or a zip from its directory alone: nothing is unpacked before count, size and ratio are checked.
 * yauzl refuses absolute and `../` paths, and stops an entry that unpacks to more than it declares.
 *
 * @throws UnreadableError `archive` with a reason word: entries, size, ratio, symlink, encrypted, path
 */
export async function listContents(path: string, limits: SandboxLimits): Promise<ArchiveContents> {
  const contents: ArchiveContents = { files: [], folders: [] };
  let unpacked = 0;
  for await (const entry of entriesOf(path)) {
    if (contents.files.length + contents.folders.length >= limits.archiveEntries) throw new UnreadableError("archive", "entries");
    unpacked += entry.size;
    if (unpacked > limits.archiveBytes) throw new UnreadableError("archive", "size");
    if (entry.size > RATIO_FROM_BYTES && entry.size > entry.compressedSize * limits.archiveRatio)
      throw new UnreadableError("archive", "ratio");
    if (entry.refusal) throw new UnreadableError("archive", entry.refusal);
    if (entry.isFolder) contents.folders.push(entry.path);
    else contents.files.push({ path: entry.path, size: entry.size });
  }
  return contents;
}

/** The files of a zip or of a folder: see `listContents`. */
export async function listArchive(path: string, limits: SandboxLimits): Promise<ArchiveEntry[]> {
  return (await listContents(path, limits)).files;
}

/** The bytes of one small file of a zip or a folder; null when it is not there or larger than `maxBytes`. */
export async function readEntry(path: string, name: string, maxBytes: number): Promise<Uint8Array | null> {
  for await (const entry of entriesOf(path)) {
    if (entry.path === name && !entry.isFolder && !entry.refusal) return entry.size > maxBytes ? null : buffer(await entry.open());
  }
  return null;
}

/** Streams chosen entries of a zip or a folder, one after the other, and skips entries that must be refused. Call `listContents` before. */
export async function streamEntries(
  path: string,
  names: ReadonlySet<string>,
  visit: (entry: ArchiveEntry, content: Readable) => Promise<void>,
): Promise<void> {
  for await (const entry of entriesOf(path)) {
    if (!names.has(entry.path) || entry.isFolder || entry.refusal) continue;
    const content = await entry.open();
    try {
      await visit({ path: entry.path, size: entry.size }, content);
    } finally {
      content.destroy();
    }
  }
}

/**
 * Unpacks chosen entries under the names given: the archive's own names never reach the disk.
 *
 * @param names path inside the archive → file name in `directory`
 */
export async function unpack(path: string, directory: string, names: ReadonlyMap<string, string>): Promise<void> {
  for (const folder of new Set([...names.values()].map(dirname))) await mkdir(join(directory, folder), { recursive: true });
  for await (const entry of entriesOf(path)) {
    const name = names.get(entry.path);
    if (!name || entry.isFolder || entry.refusal) continue;
    const target = join(directory, name);
    // Small files are written at once: for thousands of them, streams cost more than their bytes.
    if (entry.size <= SMALL_BYTES) await writeFile(target, await buffer(await entry.open()));
    else await pipeline(await entry.open(), createWriteStream(target, { highWaterMark: CHUNK_BYTES }));
  }
}

const SMALL_BYTES = 256 * 1024;

interface AnyEntry extends ArchiveEntry {
  compressedSize: number;
  isFolder: boolean;
  refusal: "symlink" | "encrypted" | null;
  open(): Promise<Readable>;
}

async function* entriesOf(path: string): AsyncGenerator<AnyEntry> {
  if ((await stat(path)).isDirectory()) yield* entriesOfFolder(path);
  else yield* entriesOfZip(path);
}

async function* entriesOfFolder(root: string): AsyncGenerator<AnyEntry> {
  const found = await readdir(root, { withFileTypes: true, recursive: true });
  for (const entry of found.sort((a, b) => (join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1))) {
    const full = join(entry.parentPath, entry.name);
    const size = entry.isFile() ? (await stat(full)).size : 0;
    yield {
      path: full
        .slice(root.length)
        .replace(/^[/\\]+/, "")
        .replaceAll(sep, "/"),
      size,
      compressedSize: size,
      isFolder: entry.isDirectory(),
      refusal: entry.isFile() || entry.isDirectory() ? null : "symlink",
      open: async () => createReadStream(full),
    };
  }
}

async function* entriesOfZip(path: string): AsyncGenerator<AnyEntry> {
  try {
    const zip = await openPromise(path);
    try {
      for await (const entry of zip.eachEntry()) {
        const isSymlink = ((entry.externalFileAttributes >>> 16) & 0o170000) === SYMLINK;
        yield {
          path: nameOf(entry).replace(/\/$/, ""),
          size: entry.uncompressedSize,
          compressedSize: entry.compressedSize,
          isFolder: entry.fileName.endsWith("/"),
          refusal: isSymlink ? "symlink" : entry.generalPurposeBitFlag & 1 ? "encrypted" : null,
          open: () => contentOf(zip, entry),
        };
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

const DEFLATED = 8;
const CHUNK_BYTES = 256 * 1024;

/** yauzl unpacks in pieces of 16 KB, which doubles the processor time of a large entry. */
async function contentOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  if (entry.compressionMethod !== DEFLATED || entry.uncompressedSize <= SMALL_BYTES) return zip.openReadStreamPromise(entry);
  const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  // The reader of the last stream gets the error of any.
  return joined(packed, createInflateRaw({ chunkSize: CHUNK_BYTES }), exactly(entry.uncompressedSize), () => {});
}

/** Passes bytes on, and fails when there are more or fewer. */
function exactly(bytes: number): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      if (passed > bytes) done(new Error(`too many bytes in the stream. expected ${bytes}. got at least ${passed}`));
      else done(null, chunk);
    },
    flush(done) {
      done(passed < bytes ? new Error(`not enough bytes in the stream. expected ${bytes}. got only ${passed}`) : null);
    },
  });
}

const UTF8_NAME = 0x800;
const UNICODE_PATH = 0x7075;

/**
 * The name of an entry. Unless the archive flags it as UTF-8, the format says CP437. In practice macOS and Linux write UTF-8 without the flag,
 * and some Windows programs write CP1252.
 */
function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw;
  const isUtf8Flagged = (entry.generalPurposeBitFlag & UTF8_NAME) !== 0 || entry.extraFields.some(({ id }) => id === UNICODE_PATH);
  if (isUtf8Flagged || !raw.some((byte) => byte > 127)) return entry.fileName;
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
