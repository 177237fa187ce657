import { randomUUID } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Core } from "./core.ts";
import { spaceLeft } from "./disk-space.ts";
import { perCore } from "./per-core.ts";

/** The folder of prepared downloads of this machine. Its core-api processes share it. */
export const preparedFolder = ({ ARCHIPEL_DATA }: Pick<Core["env"], "ARCHIPEL_DATA">) => path.resolve(ARCHIPEL_DATA, "cache", "downloads");

const PARTIAL = "partial-";
/** A file name for a download that is being written. */
export const partialName = () => `${PARTIAL}${randomUUID()}`;
export const isPartial = (name: string) => name.startsWith(PARTIAL);

/** The least that a file takes from the disk. */
const BLOCK_BYTES = 4096;
/** The folder is counted each time that this process wrote this share of its limit, and reduced to less: other processes write there too. */
const COUNTED_SHARE = 1 / 20;
const REDUCED_SHARE = 9 / 10;
/** Bytes that this process wrote since it counted the folder. */
const uncounted = perCore(() => ({ bytes: Number.POSITIVE_INFINITY }));

/** Notes that a file was written, and evicts others when it is time to look at all. */
export async function countWritten(core: Core, file: string): Promise<void> {
  const written = uncounted(core);
  written.bytes += await bytesOf(file).then((found) => found?.bytes ?? 0);
  if (written.bytes < core.env.STORAGE_DOWNLOADS_BYTES * COUNTED_SHARE) return;
  written.bytes = 0;
  await evictPrepared(core, path.basename(file));
}

/**
 * Deletes the prepared downloads that nobody used for longest while they take more than STORAGE_DOWNLOADS_BYTES, or more than the disk has
 * left apart from its reserve: so downloads alone never fill it.
 *
 * @param kept a file that was just written
 * @returns the number of deleted files
 */
export async function evictPrepared({ env }: Pick<Core, "env">, kept?: string): Promise<number> {
  const folder = preparedFolder(env);
  const names = await readdir(folder).catch(() => []);
  // One after the other: there may be very many.
  const files: NonNullable<Awaited<ReturnType<typeof bytesOf>>>[] = [];
  for (const name of names) {
    const file = await bytesOf(path.join(folder, name));
    if (file) files.push(file);
  }
  if (files.length === 0) return 0;
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const ofDisk = (bytes + (await spaceLeft(folder, env.STORAGE_RESERVE_BYTES))) / 2;
  const limit = Math.min(env.STORAGE_DOWNLOADS_BYTES, ofDisk);
  if (bytes <= limit) return 0;
  let count = 0;
  for (const file of files.filter(({ name }) => name !== kept && !isPartial(name)).toSorted((a, b) => a.usedAt - b.usedAt)) {
    if (bytes <= limit * REDUCED_SHARE) break;
    await rm(path.join(folder, file.name), { force: true });
    bytes -= file.bytes;
    count++;
  }
  return count;
}

/** null for a file that was deleted in the meantime. */
async function bytesOf(file: string): Promise<{ name: string; bytes: number; usedAt: number } | null> {
  const found = await stat(file).catch(() => null);
  return found && { name: path.basename(file), bytes: Math.max(found.size, BLOCK_BYTES), usedAt: found.mtimeMs };
}
