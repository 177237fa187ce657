import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface MapParties {
  title: string;
  slug: string;
  portalId: string;
  status: string;
  isProposed: boolean;
  ownerId: string | null;
  ownerName: string | null;
  managers: string[];
}

/** Everyone that an event of a saved map concerns, for notifications; null when it is gone. */
export async function mapParties(sql: SqlSession, mapId: string): Promise<MapParties | null> {
  const [row] = await sql.query<MapParties>(
    `SELECT coalesce(s.title->>'fr', s.title->>'en', '') AS title, s.slug, s.portal_id AS "portalId", s.status, s.is_proposed AS "isProposed",
       s.owner_id AS "ownerId", u.name AS "ownerName",
       ARRAY(SELECT m.user_id FROM memberships m WHERE m.community_id = s.community_id AND m.role = 'manager' AND m.status = 'active') AS managers
     FROM saved_maps s LEFT JOIN users u ON u.id = s.owner_id WHERE s.id = $1::uuid`,
    [mapId],
  );
  return row ?? null;
}

/** Marks the notices of a proposal as read and not to be mailed, once it is decided or withdrawn: the other managers see that it is settled. */
export async function settleProposal(sql: SqlSession, mapId: string): Promise<void> {
  await sql.query(
    `UPDATE notices SET read_at = now(), mail_due_at = NULL
     WHERE subject_type = 'map' AND subject_id = $1::uuid AND kind = 'map-proposed' AND read_at IS NULL`,
    [mapId],
  );
}
