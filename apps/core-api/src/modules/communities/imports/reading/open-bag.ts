import type { Readable } from "node:stream";
import { type Entry, openPromise } from "yauzl";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { PATHS } from "../../bag/manifest.ts";

/** What a file may cost before anything of it is believed. */
export interface BagLimits {
  entries: number;
  /** Bytes of all files, unpacked. */
  bytes: number;
  /** Bytes of one line of rows. */
  line: number;
}

const BAG_LIMITS: BagLimits = { entries: 1_000_000, bytes: 200 * 1024 ** 3, line: 64 * 1024 ** 2 };

/** Small sparse files shrink a thousand times and do no harm. */
const RATIO_FROM_BYTES = 64 * 1024 * 1024;
const MOST_RATIO = 250;
const SYMLINK = 0o120000;

/** A file of a community on disk, opened: its entries by their path in the bag. Nothing is unpacked to the disk. */
export interface OpenBag {
  sizes: ReadonlyMap<string, number>;
  open(path: string): Promise<Readable>;
  text(path: string, maxBytes: number): Promise<string>;
  /** The lines of a file of rows, each with its number from 1. */
  lines(path: string): AsyncGenerator<{ number: number; text: string }>;
}

/** An error of the file itself: what, and where in it. */
export function bagError(code: string, params: Record<string, string | number> = {}): DomainError {
  return new DomainError("invalid", code, params, "file");
}

/**
 * Opens a ZIP with a bag, and checks its directory.
 *
 * @throws DomainError when an entry could leave its folder, is a link, encrypted, named twice, or larger than the limits
 */
export async function withBag<T>(path: string, work: (bag: OpenBag) => Promise<T>, limits: BagLimits = BAG_LIMITS): Promise<T> {
  const zip = await openPromise(path, { autoClose: false }).catch(() => {
    throw bagError("bag-not-zip");
  });
  try {
    const entries = new Map<string, Entry>();
    let folder: string | null = null;
    let bytes = 0;
    try {
      for await (const entry of zip.eachEntry()) {
        const { fileName, uncompressedSize: size, compressedSize } = entry;
        if (entries.size >= limits.entries) throw bagError("bag-too-many-files", { most: limits.entries });
        if (((entry.externalFileAttributes >>> 16) & 0o170000) === SYMLINK) throw bagError("bag-entry-link", { file: shown(fileName) });
        if (entry.generalPurposeBitFlag & 1) throw bagError("bag-entry-encrypted", { file: shown(fileName) });
        const inside = pathInBag(fileName);
        if (inside === null || (folder !== null && inside.folder !== folder)) throw bagError("bag-entry-name", { file: shown(fileName) });
        folder = inside.folder;
        bytes += size;
        if (bytes > limits.bytes) throw bagError("bag-too-large", { most: Math.round(limits.bytes / 1024 ** 3) });
        if (size > RATIO_FROM_BYTES && size > compressedSize * MOST_RATIO) throw bagError("bag-bomb", { file: shown(fileName) });
        if (inside.path === "") continue;
        if (entries.has(inside.path)) throw bagError("bag-entry-twice", { file: shown(fileName) });
        entries.set(inside.path, entry);
      }
    } catch (error) {
      throw error instanceof DomainError ? error : unreadable(error);
    }
    const open = async (name: string): Promise<Readable> => {
      const entry = entries.get(name);
      if (!entry) throw bagError("bag-file-missing", { file: shown(name) });
      try {
        return await zip.openReadStreamPromise(entry);
      } catch (error) {
        throw unreadable(error);
      }
    };
    return await work({
      sizes: new Map([...entries].map(([name, { uncompressedSize }]) => [name, uncompressedSize])),
      open,
      text: (name, maxBytes) => textOf(name, open, entries.get(name)?.uncompressedSize ?? 0, maxBytes),
      lines: (name) => linesOf(name, open, limits.line),
    });
  } finally {
    zip.close();
  }
}

/** The folder of the bag, and the path in it; null for a name that could mean something else on some machine. */
function pathInBag(fileName: string): { folder: string; path: string } | null {
  if (fileName.length > 600 || /[\\:\p{Cc}]/u.test(fileName)) return null;
  const [folder = "", ...rest] = fileName.split("/");
  const isFolder = rest.at(-1) === "";
  const segments = isFolder ? rest.slice(0, -1) : rest;
  if ([folder, ...segments].some((segment) => segment === "" || segment === "." || segment === "..")) return null;
  if (rest.length === 0) return null;
  return { folder, path: isFolder ? "" : segments.join("/") };
}

/** A name as an error shows it. */
function shown(name: string): string {
  return name.replaceAll(/\p{Cc}/gu, "?").slice(0, 120);
}

function unreadable(error: unknown): DomainError {
  const detail = error instanceof Error ? error.message : String(error);
  return /relative path|absolute path|invalid characters/.test(detail)
    ? bagError("bag-entry-name", { file: shown(detail) })
    : bagError("bag-unreadable", { detail: shown(detail) });
}

async function textOf(name: string, open: OpenBag["open"], size: number, maxBytes: number): Promise<string> {
  if (size > maxBytes) throw bagError("bag-file-too-large", { file: shown(name), most: Math.round(maxBytes / 1024 ** 2) });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of await open(name)) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw bagError("bag-file-too-large", { file: shown(name), most: Math.round(maxBytes / 1024 ** 2) });
    chunks.push(chunk);
  }
  return decoded(Buffer.concat(chunks), name, 1);
}

async function* linesOf(name: string, open: OpenBag["open"], maxBytes: number): AsyncGenerator<{ number: number; text: string }> {
  let held: Buffer[] = [];
  let bytes = 0;
  let number = 0;
  for await (const chunk of (await open(name)) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      held.push(chunk.subarray(from, end));
      from = end + 1;
      number++;
      const text = decoded(Buffer.concat(held), name, number);
      held = [];
      bytes = 0;
      if (text !== "") yield { number, text };
    }
    if (from < chunk.length) {
      held.push(Buffer.from(chunk.subarray(from)));
      bytes += chunk.length - from;
      if (bytes > maxBytes) throw bagError("bag-line-too-long", { file: shown(name), line: number + 1 });
    }
  }
  const rest = decoded(Buffer.concat(held), name, number + 1);
  if (rest !== "") yield { number: number + 1, text: rest };
}

function decoded(bytes: Buffer, name: string, line: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw bagError("bag-line-invalid", { file: shown(name), line });
  }
}

/** Whether a path is one of an object, and its key in the storage; null for another path. */
export function keyOfPath(path: string): string | null {
  const hash = path.startsWith(PATHS.objects) ? path.slice(PATHS.objects.length) : "";
  return /^[0-9a-f]{64}$/.test(hash) ? `sha256/${hash}` : null;
}
