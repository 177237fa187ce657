import type { SqlSession } from "@archipel/database/sql-session.ts";
import { refuseTooMany } from "../edits/store.ts";
import type { EditsOwner } from "../queries/edits.ts";
import { takeImportedRows, touchContribution } from "../queries/take-imported.ts";

/**
 * Adds what a file of edits changes to a contribution of the same person, in the transaction of the one who asks.
 *
 * @param absent why features that the file lacks are deleted; null keeps them
 * @throws DomainError when the contribution would hold too many edits
 */
export async function takeImported(
  sql: SqlSession,
  owner: EditsOwner,
  from: { importId: string; layerId: string },
  absent: { reason: string } | null,
): Promise<void> {
  await takeImportedRows(sql, owner, from, absent);
  await refuseTooMany(sql, owner);
  await touchContribution(sql, owner);
}
