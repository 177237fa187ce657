import { constants, createReadStream } from "node:fs";
import { access, mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { copyHashed, type HashedFile, writeHashed } from "./hashed-file.ts";
import { type BeforeKeep, hashOf, NoSuchObjectError, type ObjectStore } from "./object-store.ts";

/**
 * Objects as files below `root`, `sha256/ab/cd/<hash>`. A file gets its final name only when it is complete.
 *
 * @param root directory of the store, created when missing
 */
export function openFileStore(root: string, beforeKeep: BeforeKeep = async () => {}): ObjectStore {
  const pathOf = (key: string) => {
    const hash = hashOf(key);
    return join(root, "sha256", hash.slice(0, 2), hash.slice(2, 4), hash);
  };

  async function existing(key: string): Promise<string> {
    const path = pathOf(key);
    await access(path, constants.R_OK).catch(() => {
      throw new NoSuchObjectError(`no object ${key}`);
    });
    return path;
  }

  async function keep(written: HashedFile) {
    const key = `sha256/${written.sha256}`;
    const path = pathOf(key);
    await beforeKeep(key).catch(async (error: unknown) => {
      await rm(written.path, { force: true });
      throw error;
    });
    await mkdir(dirname(path), { recursive: true });
    await rename(written.path, path);
    // Two names of one file: the rename did nothing.
    await rm(written.path, { force: true });
    return { key, size: written.size };
  }

  const partial = join(root, "partial");
  return {
    put: async (content: Readable) => keep(await writeHashed(content, partial)),
    putFile: async (source, isFinal = false) => keep(await copyHashed(source, partial, isFinal)),
    async get(key, range) {
      return createReadStream(await existing(key), range ?? {});
    },
    async stat(key) {
      try {
        return { key, size: (await stat(pathOf(key))).size };
      } catch {
        return null;
      }
    },
    async delete(key) {
      await rm(pathOf(key), { force: true });
    },
    async withFile(key, work) {
      return work(await existing(key));
    },
  };
}
