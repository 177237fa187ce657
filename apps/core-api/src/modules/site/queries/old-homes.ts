import type { Tx } from "@archipel/database/database.ts";

/** The portals whose older home is no page yet. */
export async function oldHomesLeft(tx: Tx): Promise<string[]> {
  const rows = await tx.siteOldHome.findMany({ where: { convertedAt: null }, select: { portalId: true }, orderBy: { portalId: "asc" } });
  return rows.map(({ portalId }) => portalId);
}

/** The older home of a portal, locked; undefined when it is a page already. */
export async function lockOldHome(tx: Tx, portalId: string) {
  const [row] = await tx.$queryRaw<{ communityId: string; content: unknown; baseTheme: string }[]>`
    SELECT o.community_id AS "communityId", o.content, p.base_theme AS "baseTheme"
    FROM site_old_homes o JOIN portals p ON p.id = o.portal_id
    WHERE o.portal_id = ${portalId}::uuid AND o.converted_at IS NULL FOR UPDATE OF o`;
  return row;
}
