import { randomUUID } from "node:crypto";
import { createUser } from "@archipel/testing/factories.ts";
import type { Caller, PermissionWorld } from "./permission-world.ts";

/** An import of the caller, read and ready to take; for a visitor, of some other person, because the call fails before that matters. */
export async function newImport({ database, communityId, layerId, users }: PermissionWorld, caller: Caller): Promise<string> {
  const authorId = users[caller] ?? (await createUser(database)).id;
  const columns = { compared: ["nom"], ignored: [], locked: [] };
  const counts = { rows: 1, inserted: 0, updated: 1, unchanged: 0, refused: 0, absent: 0, refusals: [] };
  const preview = { source: "a", sources: [], key: "fid", keys: [], crs: null, columns, ...counts };
  const about = { communityId, layerId, authorId, fileName: "lieux.csv", size: 1, objectKey: `sha256/${"0".repeat(64)}` };
  return database.withSystem(async (tx) => {
    const { id: importId } = await tx.editImport.create({ data: { ...about, preview } });
    const change = { operation: "update", fid: 1, baseVersion: 1, fields: { nom: "Ici même" } };
    await tx.editImportRow.create({ data: { communityId, importId, position: 1, ...change } });
    await tx.job.create({ data: { communityId, kind: "read-import", subjectId: importId, createdById: randomUUID(), status: "success" } });
    return importId;
  });
}
