import type { Database } from "@archipel/database/database.ts";

export interface DelegateRow {
  id: string;
  role: string;
  givesReading: boolean;
  membersUpTo: string | null;
  givesGrants: boolean;
  hasFactor: boolean;
  /** As a member of the community, and as a manager. */
  meetsAsMember: boolean;
  meetsAsManager: boolean;
}

const DELEGATES = `
  SELECT a.organisation_id AS id, m.role, a.gives_reading AS "givesReading", a.members_up_to AS "membersUpTo", a.gives_grants AS "givesGrants",
    c.second_factor_from IS NULL OR EXISTS (SELECT FROM second_factors f WHERE f.user_id = m.user_id AND f.confirmed_at IS NOT NULL) AS "hasFactor",
    c.identity_from IS NULL OR c.identity_from <> 'member' OR app.meets_identity(m.user_id, c.id) AS "meetsAsMember",
    c.identity_from IS NULL OR app.meets_identity(m.user_id, c.id) AS "meetsAsManager"
  FROM organisation_members m
  JOIN organisation_agreements a ON a.organisation_id = m.organisation_id AND a.agreed_at IS NOT NULL AND a.ended_at IS NULL
  JOIN communities c ON c.id = a.community_id AND c.status = 'active'
  JOIN users u ON u.id = m.user_id AND u.status = 'active'
  WHERE m.user_id = $1::uuid AND a.community_id = $2::uuid
    AND NOT EXISTS (SELECT FROM memberships s WHERE s.community_id = c.id AND s.user_id = u.id AND s.status <> 'active')
  ORDER BY a.agreed_at, a.id`;

/**
 * The organisations of a person that an active community is with, the longest first. The policies ask `app.delegated`, which
 * states the same (prisma/policies/shared.sql).
 */
export function delegateRows(database: Database, userId: string, communityId: string): Promise<DelegateRow[]> {
  return database.readAs({ role: "system" }).query<DelegateRow>(DELEGATES, [userId, communityId], true);
}
