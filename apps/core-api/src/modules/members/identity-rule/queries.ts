import type { Tx } from "@archipel/database/database.ts";

export const ruleOf = (tx: Tx, communityId: string) =>
  tx.community.findUniqueOrThrow({
    where: { id: communityId },
    select: { name: true, identityFrom: true, identityProviders: true, identityDomains: true },
  });

export interface SavedRule {
  identityFrom: string | null;
  identityProviders: string[];
  identityDomains: string[];
}

export async function saveRule(tx: Tx, communityId: string, rule: SavedRule): Promise<void> {
  await tx.community.update({ where: { id: communityId }, data: rule });
}

interface LackingRow {
  userId: string;
  name: string;
  role: string;
}

/** Active members of the roles that a rule would concern, who would not meet it. As the platform: nobody else reads identities. */
export function lackingRows(
  tx: Tx,
  communityId: string,
  { identityFrom, identityProviders, identityDomains }: SavedRule,
): Promise<LackingRow[]> {
  return tx.$queryRaw<LackingRow[]>`
    SELECT u.id AS "userId", u.name, m.role
    FROM memberships m JOIN users u ON u.id = m.user_id
    WHERE m.community_id = ${communityId}::uuid AND m.status = 'active' AND u.status = 'active'
      AND app.role_rank(m.role) >= app.role_rank(${identityFrom})
      AND NOT coalesce(lower(substring(u.email FROM '@([^@]*)$')) = ANY (${identityDomains}::text[]), false)
      AND NOT EXISTS (SELECT FROM linked_identities l JOIN sign_in_providers p ON p.id = l.provider_id AND p.is_on
        WHERE l.user_id = u.id AND l.provider_id = ANY (${identityProviders}::uuid[]) AND l.last_used_at > now() - interval '30 days')
    ORDER BY u.name LIMIT 500`;
}
