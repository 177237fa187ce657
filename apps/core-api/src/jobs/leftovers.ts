import { readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Core } from "../kernel/core.ts";
import { evictPrepared, isPartial, preparedFolder } from "../kernel/prepared-folder.ts";

const DAY_MS = 86_400_000;

/** A prepared download that nobody opened for so long is deleted; the next request writes it again. */
const PREPARED_DAYS = 30;

/**
 * Deletes half-written files that a dead process left on this machine; a living process deletes its own. No work lasts a day, so files not
 * touched for a day belong to nobody. Also deletes prepared downloads that nobody used for a month, and those beyond their limit of bytes.
 *
 * @returns the number of deleted files
 */
export async function sweepLeftovers({ env }: Pick<Core, "env">): Promise<number> {
  const prepared = preparedFolder(env);
  const places: { folder: string; isLeft: (name: string) => boolean; days?: number }[] = [
    // Work directories of the sandbox, and objects fetched from a bucket.
    { folder: tmpdir(), isLeft: (name: string) => /^archipel-(gdal|object)-/.test(name) },
    { folder: prepared, isLeft: isPartial },
    { folder: path.resolve(env.ARCHIPEL_DATA, "objects", "partial"), isLeft: () => true },
    { folder: prepared, isLeft: (name: string) => !isPartial(name), days: PREPARED_DAYS },
    // Where older versions of the platform prepared GeoPackages.
    { folder: path.resolve(env.ARCHIPEL_DATA, "cache", "geopackage"), isLeft: () => true },
  ];
  let count = 0;
  for (const { folder, isLeft, days = 1 } of places) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter(isLeft)) if (await sweep(path.join(folder, name), days)) count++;
  }
  return count + (await evictPrepared({ env }));
}

async function sweep(file: string, days: number): Promise<boolean> {
  // Deleted in the meantime, or owned by another user.
  const age = await stat(file).then(
    ({ mtimeMs, uid }) => (uid === process.getuid?.() ? Date.now() - mtimeMs : 0),
    () => 0,
  );
  if (age < days * DAY_MS) return false;
  await rm(file, { recursive: true, force: true });
  return true;
}
