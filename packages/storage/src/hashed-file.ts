import { createHash, randomUUID } from "node:crypto";
import { constants, copyFile, link, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";

export interface HashedFile {
  path: string;
  sha256: string;
  size: number;
}

/** Fewer, larger reads: each costs a turn of a thread. */
const READ_BYTES = 1024 * 1024;

/** The key that a file will have in a store, for callers that need it before the file is stored. */
export async function keyOfFile(path: string): Promise<string> {
  return `sha256/${(await hashFile(path)).sha256}`;
}

/** The hash and the size of a file. @param isSynced also waits until its bytes are on disk */
export async function hashFile(path: string, isSynced = false): Promise<Omit<HashedFile, "path">> {
  const file = await open(path);
  // The disk writes what is in memory already while the hash is computed from there.
  const synced = isSynced ? file.sync() : Promise.resolve();
  synced.catch(() => {});
  try {
    const hash = createHash("sha256");
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    let size = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, READ_BYTES, size);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      size += bytesRead;
    }
    await synced;
    return { sha256: hash.digest("hex"), size };
  } finally {
    await synced.catch(() => {});
    await file.close();
  }
}

/**
 * Copies a file to a new one of `directory`, as `writeHashed` does with a stream. The system copies the bytes.
 *
 * @param isFinal the new file may be a second name of the same bytes
 */
export async function copyHashed(source: string, directory: string, isFinal: boolean): Promise<HashedFile> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, randomUUID());
  try {
    // On another file system, or one without links, it is a copy.
    const isLinked =
      isFinal &&
      (await link(source, path).then(
        () => true,
        () => false,
      ));
    if (!isLinked) await copyFile(source, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    return { path, ...(await hashFile(path, true)) };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Writes a stream to a new file of `directory`, computes its hash and syncs it to disk; removes the file when the stream breaks. */
export async function writeHashed(content: Readable, directory: string): Promise<HashedFile> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, randomUUID());
  const hash = createHash("sha256");
  let size = 0;
  const file = await open(path, "wx");
  try {
    for await (const chunk of content as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      size += chunk.byteLength;
      await file.writeFile(chunk);
    }
    await file.sync();
    await file.close();
  } catch (error) {
    await file.close().catch(() => {});
    await rm(path, { force: true });
    throw error;
  }
  return { path, sha256: hash.digest("hex"), size };
}
