import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** Notes that two reports are different. @returns false when it was noted before */
export async function insertPairApart(
  sql: SqlSession,
  community: CommunityId,
  pair: readonly [string, string],
  authorId: string,
): Promise<boolean> {
  const changed = await sql.query(
    `INSERT INTO report_pairs_apart (one_id, other_id, community_id, author_id)
           VALUES (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), $3::uuid, $4::uuid) ON CONFLICT DO NOTHING RETURNING one_id`,
    [...pair, community, authorId],
  );
  return changed.length > 0;
}

/** @returns false when the two were not noted as different */
export async function deletePairApart(sql: SqlSession, community: CommunityId, pair: readonly [string, string]): Promise<boolean> {
  const changed = await sql.query(
    `DELETE FROM report_pairs_apart
           WHERE one_id = least($1::uuid, $2::uuid) AND other_id = greatest($1::uuid, $2::uuid) AND community_id = $3::uuid RETURNING one_id`,
    [...pair, community],
  );
  return changed.length > 0;
}
