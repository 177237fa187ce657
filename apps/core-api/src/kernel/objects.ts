import type { Core } from "./core.ts";

/** Time between an object's last reference and its deletion by the sweep: the same bytes may be uploaded again. */
const SWEEP_AFTER = "1 day";
const BATCH = 1000;

/**
 * Deletes these objects unless a row references them. Call it after the transaction that removed a reference, or for objects that never got
 * one. Several rows, of several communities, may reference the same bytes.
 *
 * Triggers of the owner tables write the references (`object_references`), in the owner's transaction. A table with a new column or JSON
 * path of object keys adds it to its trigger; a test fails until it does.
 */
export async function deleteUnreferenced(core: Pick<Core, "database" | "storage">, keys: readonly string[]): Promise<void> {
  for (const key of new Set(keys)) {
    await core.database.withSystem(async (tx) => {
      if ((await tx.objectReference.count({ where: { key } })) > 0) return;
      await core.storage.delete(key);
      await tx.releasedObject.deleteMany({ where: { key } });
    });
  }
}

/** Deletes objects that lost their last reference a day ago. @returns the number of examined keys */
export async function sweepObjects(core: Pick<Core, "database" | "storage">): Promise<number> {
  const released = await core.database.withSystem(async (tx) => {
    // Objects that are referenced again are kept.
    await tx.$executeRaw`DELETE FROM released_objects o WHERE EXISTS (SELECT FROM object_references r WHERE r.key = o.key)`;
    return tx.$queryRaw<{ key: string }[]>`
      SELECT key FROM released_objects WHERE released_at < now() - ${SWEEP_AFTER}::interval ORDER BY released_at LIMIT ${BATCH}`;
  });
  await deleteUnreferenced(
    core,
    released.map(({ key }) => key),
  );
  return released.length;
}
