import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface RequestParties {
  communityName: string;
  personId: string;
  personName: string;
  portalId: string | null;
  wantedRole: string;
  status: string;
  reason: string;
  answer: string;
  managers: string[];
}

/** Everyone that an event of a request concerns, for notifications; null when it is gone. */
export async function requestParties(sql: SqlSession, requestId: string): Promise<RequestParties | null> {
  const [row] = await sql.query<RequestParties>(
    `SELECT c.name AS "communityName", r.user_id AS "personId", u.name AS "personName", r.portal_id AS "portalId",
       r.wanted_role AS "wantedRole", r.status, r.reason, r.answer,
       ARRAY(SELECT m.user_id FROM memberships m WHERE m.community_id = r.community_id AND m.role = 'manager' AND m.status = 'active') AS managers
     FROM member_requests r JOIN communities c ON c.id = r.community_id JOIN users u ON u.id = r.user_id WHERE r.id = $1::uuid`,
    [requestId],
  );
  return row ?? null;
}
