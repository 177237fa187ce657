import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface PortalFaceRow {
  name: string;
  baseTheme: string;
  theme: unknown;
  /** The primary host. */
  host: string | null;
}

/** What a printed report shows of a live portal. */
export async function portalFaceRow(sql: SqlSession, portalId: string): Promise<PortalFaceRow | undefined> {
  const rows = await sql.query<PortalFaceRow>(
    `SELECT p.name, p.base_theme AS "baseTheme", p.theme,
       (SELECT h.host FROM portal_hosts h WHERE h.portal_id = p.id ORDER BY h.is_primary DESC, h.host LIMIT 1) AS host
     FROM portals p WHERE p.id = $1::uuid AND (p.status IN ('live', 'preparing') OR p.id = app.pass_to())`,
    [portalId],
  );
  return rows[0];
}
