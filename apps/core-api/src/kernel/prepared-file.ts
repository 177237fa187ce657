import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import type { Core } from "./core.ts";
import { assertSpace } from "./disk-space.ts";
import { perCore } from "./per-core.ts";

/** A file for downloads, kept on the disk of this machine until what it was made of changes. */
export interface PreparedFile {
  /** Its path; null when it was not written yet. */
  existing(): Promise<string | null>;
  /** Its path, after writing it if needed. Requests for the same file at the same time wait for one another. */
  prepare(): Promise<string>;
}

/** The folder of prepared files in the data folder. */
export const PREPARED_FOLDER = path.join("cache", "downloads");
const DAY_MS = 86_400_000;
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
  const folder = path.resolve(core.env.ARCHIPEL_DATA, PREPARED_FOLDER);
  const file = path.join(folder, `${id}-${version}.${extension}`);

  async function existing(): Promise<string | null> {
    const found = await stat(file).catch(() => null);
    if (found === null) return null;
    // The sweep deletes files that nobody used for long.
    const now = new Date();
    if (now.getTime() - found.mtimeMs > DAY_MS) await utimes(file, now, now).catch(() => {});
    return file;
  }

  async function writeOnce(): Promise<void> {
    await mkdir(folder, { recursive: true });
    await assertSpace(core, 0);
    const partial = path.join(folder, `partial-${randomUUID()}`);
    try {
      await write(partial);
      await rename(partial, file);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    // Older versions. A download that reads one keeps its open file until it ends.
    const isOlder = (name: string) => name.startsWith(`${id}-`) && name.endsWith(`.${extension}`) && name !== path.basename(file);
    for (const name of (await readdir(folder)).filter(isOlder)) await rm(path.join(folder, name), { force: true });
  }

  return {
    existing,
    async prepare() {
      const writing = beingWritten(core);
      const running = writing.get(file);
      if (!running && (await existing())) return file;
      const own = writing.get(file) ?? writeOnce().finally(() => writing.delete(file));
      writing.set(file, own);
      await own;
      return file;
    },
  };
}
