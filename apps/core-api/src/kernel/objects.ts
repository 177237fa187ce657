import { AsyncLocalStorage } from "node:async_hooks";
import type { Database } from "@archipel/database/database.ts";
import type { BeforeKeep } from "@archipel/storage/object-store.ts";
import type { Core } from "./core.ts";
import { OPEN_JOB_STATUSES } from "./jobs/open-jobs.ts";

/** Time between an object's last reference, or its storing, and its deletion by the sweep: the same bytes may be uploaded again. */
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

/**
 * Notes each object before it is stored, as if it had just lost its last reference: a process that dies before it writes a row that names
 * the object leaves it to the sweep. Objects stored again are kept for another day.
 */
export function noteObjects(database: Database): BeforeKeep {
  const outside = AsyncLocalStorage.snapshot();
  return async (key) => {
    // The one connection of the embedded database is in use.
    if (database.kind === "embedded" && database.isInTransaction()) return;
    await outside(() =>
      database.withSystem(
        (tx) => tx.$executeRaw`INSERT INTO released_objects (key) VALUES (${key}) ON CONFLICT (key) DO UPDATE SET released_at = now()`,
      ),
    );
  };
}

/** Deletes objects that no row has named for a day. An open job may remember others, for rows that it will write. @returns the number of examined keys */
export async function sweepObjects(core: Pick<Core, "database" | "storage">): Promise<number> {
  const released = await core.database.withSystem(async (tx) => {
    // Objects that are referenced again are kept. A text that is no key names nothing: it came with a community from elsewhere.
    await tx.$executeRaw`
      DELETE FROM released_objects o WHERE o.key !~ '^sha256/[0-9a-f]{64}$' OR EXISTS (SELECT FROM object_references r WHERE r.key = o.key)`;
    return tx.$queryRaw<{ key: string }[]>`
      WITH remembered AS MATERIALIZED (
        SELECT found[1] AS key FROM jobs, regexp_matches(input::text, 'sha256/[0-9a-f]{64}', 'g') AS found
        WHERE status = ANY (${OPEN_JOB_STATUSES}))
      SELECT key FROM released_objects WHERE released_at < now() - ${SWEEP_AFTER}::interval AND key NOT IN (SELECT key FROM remembered)
      ORDER BY released_at LIMIT ${BATCH}`;
  });
  await deleteUnreferenced(
    core,
    released.map(({ key }) => key),
  );
  return released.length;
}
