import type { ContributionStatus } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** Who has to do with a contribution, and the words that are told of it. */
export interface Parties {
  title: string;
  datasetTitle: string;
  status: ContributionStatus;
  authorId: string | null;
  /** Who reviewed or commented. */
  participants: string[];
  /** Moderators and managers of the dataset's community. */
  moderators: string[];
  actorName: string | null;
  /** What the actor said last: in a review, in the discussion. */
  lastReview: string | null;
  lastComment: string | null;
  /** The author and the id of the contribution that this one takes back. */
  reverted: { id: string; authorId: string | null; title: string } | null;
  /** The portal that has listed the dataset for longest, among the community's live ones. */
  portalId: string | null;
}

/** For the platform, which tells people what happened: read without anybody's rights. */
export async function partiesOf(sql: SqlSession, contributionId: string, actorId: string | null): Promise<Parties | undefined> {
  const rows = await sql.query<Parties>(
    `SELECT c.title, d.title AS "datasetTitle", c.status, c.author_id AS "authorId",
       array(SELECT reviewer_id FROM contribution_reviews WHERE contribution_id = c.id
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
