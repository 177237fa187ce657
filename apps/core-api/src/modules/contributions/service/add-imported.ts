import type { SqlSession } from "@archipel/database/sql-session.ts";
import { assertEditLimit } from "../edits/store.ts";
import { insertImportedEdits, touchContribution } from "../queries/add-imported.ts";
import type { EditsOwner } from "../queries/edits.ts";

/**
 * Adds the changes of an imported file to a contribution of the same person, in the caller's transaction.
 *
 * @param absent deletes features that the file lacks, for this reason; null keeps them
 * @throws DomainError when the contribution would have too many edits
 */
export async function addImportedEdits(
  sql: SqlSession,
  owner: EditsOwner,
  from: { importId: string; layerId: string },
  absent: { reason: string } | null,
): Promise<void> {
  await insertImportedEdits(sql, owner, from, absent);
  await assertEditLimit(sql, owner);
  await touchContribution(sql, owner);
}
