import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Parties } from "../service/parties.ts";

export async function partiesRow(sql: SqlSession, contributionId: string, actorId: string | null): Promise<Parties | undefined> {
  const rows = await sql.query<Parties>(
    `SELECT c.title, d.title AS "datasetTitle", c.status, c.author_id AS "authorId",
       c.grant_ids <> '{}' AS "isByGrants", array(SELECT reviewer_id FROM contribution_reviews WHERE contribution_id = c.id
             UNION SELECT author_id FROM contribution_comments WHERE contribution_id = c.id) AS participants,
       array(SELECT user_id FROM memberships m
             WHERE m.community_id = c.community_id AND m.status = 'active' AND m.role IN ('moderator', 'manager')) AS moderators,
       (SELECT name FROM users WHERE id = $2::uuid) AS "actorName",
       (SELECT comment FROM contribution_reviews WHERE contribution_id = c.id AND reviewer_id = $2::uuid
        ORDER BY created_at DESC, id DESC LIMIT 1) AS "lastReview",
       (SELECT body FROM contribution_comments WHERE contribution_id = c.id AND author_id = $2::uuid
        ORDER BY created_at DESC, id DESC LIMIT 1) AS "lastComment",
       (SELECT jsonb_build_object('id', r.id, 'authorId', r.author_id, 'title', r.title) FROM contributions r WHERE r.id = c.reverts_id) AS reverted,
       (SELECT p.id FROM portal_datasets l JOIN portals p ON p.id = l.portal_id
        WHERE l.dataset_id = c.dataset_id AND l.is_visible AND p.status = 'live' AND p.community_id = c.community_id
        ORDER BY p.created_at, p.id LIMIT 1) AS "portalId"
     FROM contributions c JOIN datasets d ON d.id = c.dataset_id WHERE c.id = $1::uuid`,
    [contributionId, actorId],
  );
  return rows[0];
}
