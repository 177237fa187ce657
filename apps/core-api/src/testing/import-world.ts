import { randomUUID } from "node:crypto";
import { createUser } from "@archipel/testing/factories.ts";
import type { Caller, PermissionWorld } from "./permission-world.ts";

/** A file of edits that was read and can be taken, of the caller; of nobody in particular for a visitor, who does not get that far. */
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
