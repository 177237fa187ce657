import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { LRUCache } from "lru-cache";
import type { Core } from "./core.ts";
import { assertSpace } from "./disk-space.ts";
import { DomainError } from "./domain-error.ts";
import { perCore } from "./per-core.ts";
import { countWritten, evictPrepared, partialName, preparedFolder } from "./prepared-folder.ts";

/** A file for downloads, kept on the disk of this machine until what it was made of changes, or until others need its space. */
export interface PreparedFile {
  /** Opens it to read it; null when it is not written. */
  open(): Promise<FileHandle | null>;
  /** Opens it, after writing it if needed. Requests for the same file at the same time wait for one another. */
  prepare(): Promise<FileHandle>;
  /** The SHA-256 of its bytes. */
  digest(open: FileHandle): Promise<string>;
}

/** How exactly the last use of a file is known. */
const USE_MS = 3_600_000;
/** Another process may delete a file before this one opens it. */
const MAX_WRITES = 2;
/** SHA-256 of files, by their path: the same path has the same bytes. */
const digests = perCore(() => new LRUCache<string, string>({ max: 5_000 }));
/** Files that this process is writing. */
const beingWritten = perCore(() => new Map<string, Promise<void>>());

/**
 * @param named what the file is of, and the version of that. The same version must give the same bytes on every machine, because parts of
 * one file may come from several
 * @param write writes the file at a path
 */
export function preparedFile(
  core: Core,
  { id, version, extension }: { id: string; version: string; extension: string },
  write: (path: string) => Promise<void>,
): PreparedFile {
  const folder = preparedFolder(core.env);
  const file = path.join(folder, `${id}-${version}.${extension}`);

  async function openIfThere(): Promise<FileHandle | null> {
    const handle = await open(file).catch(nullIfAbsent);
    if (handle === null) return null;
    // Files that nobody used for longest are deleted first.
    const now = new Date();
    if (now.getTime() - (await handle.stat()).mtimeMs > USE_MS) await handle.utimes(now, now).catch(() => {});
    return handle;
  }

  async function writeOnce(): Promise<void> {
    // Another request wrote it while this one looked for it.
    if (await stat(file).catch(nullIfAbsent)) return;
    await mkdir(folder, { recursive: true });
    await assertSpace(core, 0).catch(() => evictPrepared(core));
    await assertSpace(core, 0);
    const partial = path.join(folder, partialName());
    try {
      await write(partial);
      await rename(partial, file);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    const isOtherVersion = (name: string) => name.startsWith(`${id}-`) && name.endsWith(`.${extension}`) && name !== path.basename(file);
    for (const name of (await readdir(folder)).filter(isOtherVersion)) await rm(path.join(folder, name), { force: true });
    await countWritten(core, file);
  }

  function writeTogether(): Promise<void> {
    const writing = beingWritten(core);
    const running = writing.get(file) ?? writeOnce().finally(() => writing.delete(file));
    writing.set(file, running);
    return running;
  }

  return {
    open: openIfThere,
    async prepare() {
      for (let writes = 0; writes < MAX_WRITES; writes++) {
        await writeTogether();
        const handle = await openIfThere();
        if (handle) return handle;
      }
      throw new DomainError("unavailable", "download-not-ready");
    },
    async digest(handle) {
      const known = digests(core).get(file) ?? (await digestOf(handle));
      digests(core).set(file, known);
      return known;
    },
  };
}

async function digestOf(handle: FileHandle): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of handle.createReadStream({ start: 0, autoClose: false })) hash.update(piece);
  return hash.digest("base64url");
}

function nullIfAbsent(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}
