import { readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Core } from "../kernel/core.ts";

const DAY_MS = 86_400_000;

/**
 * Deletes half-written files that a dead process left on this machine; a living process deletes its own. No work lasts a day, so files not
 * touched for a day belong to nobody.
 *
 * @returns the number of deleted files
 */
export async function sweepLeftovers({ env }: Pick<Core, "env">): Promise<number> {
  const places = [
    // Work directories of the sandbox, and objects fetched from a bucket.
    { folder: tmpdir(), isHalf: (name: string) => /^archipel-(gdal|object)-/.test(name) },
    { folder: path.resolve(env.ARCHIPEL_DATA, "cache", "geopackage"), isHalf: (name: string) => name.startsWith("partial-") },
    { folder: path.resolve(env.ARCHIPEL_DATA, "objects", "partial"), isHalf: () => true },
  ];
  let count = 0;
  for (const { folder, isHalf } of places) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter(isHalf)) if (await sweep(path.join(folder, name))) count++;
  }
  return count;
}

async function sweep(file: string): Promise<boolean> {
  // Deleted in the meantime, or owned by another user.
  const age = await stat(file).then(
    ({ mtimeMs, uid }) => (uid === process.getuid?.() ? Date.now() - mtimeMs : 0),
    () => 0,
  );
  if (age < DAY_MS) return false;
  await rm(file, { recursive: true, force: true });
  return true;
}
