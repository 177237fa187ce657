import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { buildLensWorld } from "./lens-world.ts";
import { createTestCore } from "./test-core.ts";

/** A database with the world of lenses, and a core on it. Close the database at the end. */
export async function openLensWorld() {
  const database = await openTestDatabase();
  return { database, core: await createTestCore(database), world: await buildLensWorld(database) };
}
