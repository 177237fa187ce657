import type { BinKind } from "@archipel/contracts/bin.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

interface BinRow {
  kind: BinKind;
  id: string;
  communityId: string;
  title: string;
  where: string | null;
  eraseAt: Date;
}

const title = (json: string) => `coalesce(nullif(${json}->>'fr', ''), nullif(${json}->>'en', ''), '')`;

const BIN = `SELECT 'dataset' AS kind, d.id, d.community_id AS "communityId", d.title, NULL AS "where", d.erase_at AS "eraseAt"
    FROM datasets d WHERE d.erase_at IS NOT NULL
  UNION ALL SELECT 'page', p.id, p.community_id, coalesce(nullif((SELECT ${title("v.content->'title'")} FROM site_page_versions v
      WHERE v.id = coalesce(p.draft_version_id, p.published_version_id)), ''), p.slug, ''), o.name, p.erase_at
    FROM site_pages p JOIN portals o ON o.id = p.portal_id WHERE p.erase_at IS NOT NULL
  UNION ALL SELECT 'group', g.id, g.community_id, g.name, NULL, g.erase_at FROM groups g WHERE g.erase_at IS NOT NULL
  UNION ALL SELECT 'model', m.id, m.community_id, ${title("m.title")}, NULL, m.erase_at FROM validation_models m WHERE m.erase_at IS NOT NULL`;

/** What a community has in the bin, the latest deletion first. In the system scope: the bin is out of reach of people's calls. */
export function binRows(sql: SqlSession, communityId: CommunityId): Promise<(BinRow & { deletedBy: string | null })[]> {
  return sql.query(
    `SELECT b.*, (SELECT u.name FROM audit_entries a JOIN users u ON u.id = a.actor_id WHERE a.resource_id = b.id::text AND a.community_id = b."communityId"
        AND a.action IN ('dataset.deleted', 'site.page-deleted', 'group.deleted', 'model.removed') ORDER BY a.id DESC LIMIT 1) AS "deletedBy"
     FROM (${BIN}) b WHERE b."communityId" = $1::uuid ORDER BY b."eraseAt" DESC, b.id`,
    [communityId],
  );
}

/** What is to be erased, of all communities. In the system scope. */
export function dueRows(sql: SqlSession, now: Date): Promise<BinRow[]> {
  return sql.query(`SELECT b.* FROM (${BIN}) b WHERE b."eraseAt" <= $1::timestamptz ORDER BY b."eraseAt" LIMIT 500`, [now]);
}
