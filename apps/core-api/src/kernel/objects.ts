import type { Core } from "./core.ts";

/** The sweep leaves an object alone for so long after it lost a reference: the same bytes may be on their way in again. */
const SWEEP_AFTER = "1 day";
const A_SWEEP = 1000;

/**
 * Deletes the bytes of these objects unless a row refers to them. Call it after the transaction that removed a reference, or for bytes
 * that never got one. The same bytes may belong to several rows, of several communities.
 *
 * References are written by triggers of the owner tables (`object_references`), in the owner's transaction. A table that names objects
 * in a new column or JSON path adds it to its trigger; a test fails while it does not.
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

/** Deletes objects that lost their last reference a day ago and were not deleted then. Returns how many keys it looked at. */
export async function sweepObjects(core: Pick<Core, "database" | "storage">): Promise<number> {
  const released = await core.database.withSystem(async (tx) => {
    // What is referred to again is no candidate any more.
    await tx.$executeRaw`DELETE FROM released_objects o WHERE EXISTS (SELECT FROM object_references r WHERE r.key = o.key)`;
    return tx.$queryRaw<{ key: string }[]>`
      SELECT key FROM released_objects WHERE released_at < now() - ${SWEEP_AFTER}::interval ORDER BY released_at LIMIT ${A_SWEEP}`;
  });
  await deleteUnreferenced(
    core,
    released.map(({ key }) => key),
  );
  return released.length;
}
