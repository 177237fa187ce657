import type { SqlSession } from "@archipel/database/sql-session.ts";
import { baseTheme } from "@archipel/theme/base-themes.ts";

export interface Tenants {
  readonly portals: number;
  readonly memberships: number;
}

const THEMES = ["urbanisme", "risques", "lidar", "neutral"];

/**
 * So many communities, each with one portal at `t<number>.localhost`, two public datasets, a page `presentation`, and its share of the
 * memberships: ten persons are in ten communities each. Communities of an earlier run are kept when they are as many.
 */
export async function seedTenants(sql: SqlSession, { portals, memberships }: Tenants): Promise<void> {
  const [known] = await sql.query<{ portals: number; memberships: number }>(
    `SELECT (SELECT count(*) FROM portals WHERE slug ~ '^t[0-9]+$')::integer AS portals, (SELECT count(*) FROM memberships)::integer AS memberships`,
  );
  if (known?.portals === portals && known.memberships >= memberships) return;
  const each = Math.round(memberships / portals);
  const id = (kind: number, number: string) => `('0000000${kind}-0000-7000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;
  await sql.query(
    `INSERT INTO communities (id, slug, name) SELECT ${id(1, "n")}, 'tenant-' || n, 'Commune ' || n FROM generate_series(1, $1::integer) n`,
    [portals],
  );
  await sql.query(
    `INSERT INTO users (id, email, name, email_verified_at)
     SELECT ${id(2, "n")}, 'person-' || n || '@example.org', 'Person ' || n, now() FROM generate_series(1, $1::integer) n`,
    [Math.ceil(memberships / 10)],
  );
  // Person p is in ten communities that lie far from one another.
  await sql.query(
    `INSERT INTO memberships (id, community_id, user_id, role)
     SELECT ${id(3, "n")}, ${id(1, "1 + (n - 1) / $2::integer")}, ${id(2, "1 + (n - 1) % ceil($1::numeric / 10)::integer")},
       CASE WHEN n % $2::integer = 0 THEN 'manager' WHEN n % 7 = 0 THEN 'contributor' ELSE 'member' END
     FROM generate_series(1, $1::integer) n`,
    [memberships, each],
  );
  await sql.query(
    `INSERT INTO portals (id, community_id, slug, name, base_theme, view, locales)
     SELECT ${id(4, "n")}, ${id(1, "n")}, 't' || n, 'Portail ' || n, ($2::text[])[1 + n % 4], '{"lon": 2.5, "lat": 46.5, "zoom": 9}', '{fr,en}'
     FROM generate_series(1, $1::integer) n`,
    [portals, THEMES],
  );
  await sql.query(
    `INSERT INTO portal_hosts (host, portal_id, community_id, is_primary)
     SELECT 't' || n || '.localhost', ${id(4, "n")}, ${id(1, "n")}, true FROM generate_series(1, $1::integer) n`,
    [portals],
  );
  await sql.query(
    `INSERT INTO datasets (id, community_id, slug, title, abstract, status, published_at)
     SELECT ${id(5, "n")}, ${id(1, "(n + 1) / 2")}, 'donnees-' || n, 'Données ' || n, 'Un jeu de données.', 'published', now()
     FROM generate_series(1, 2 * $1::integer) n`,
    [portals],
  );
  await sql.query(
    `INSERT INTO portal_datasets (portal_id, dataset_id, community_id, position)
     SELECT ${id(4, "(n + 1) / 2")}, ${id(5, "n")}, ${id(1, "(n + 1) / 2")}, n % 2 FROM generate_series(1, 2 * $1::integer) n`,
    [portals],
  );
  const content = { title: { fr: "Présentation" }, description: {}, isInSearch: true, blocks: baseTheme("neutral").content.home };
  await sql.query(
    `INSERT INTO site_pages (id, community_id, portal_id, kind, slug)
     SELECT ${id(6, "n")}, ${id(1, "n")}, ${id(4, "n")}, 'page', 'presentation' FROM generate_series(1, $1::integer) n`,
    [portals],
  );
  await sql.query(
    `INSERT INTO site_page_versions (id, community_id, page_id, number, kind, content)
     SELECT ${id(7, "n")}, ${id(1, "n")}, ${id(6, "n")}, 1, 'published', $2::jsonb FROM generate_series(1, $1::integer) n`,
    [portals, JSON.stringify(content)],
  );
  await sql.query(
    `UPDATE site_pages SET status = 'published', published_at = now(), published_version_id = ${id(7, "right(id::text, 12)::integer")}, draft_version_id = ${id(7, "right(id::text, 12)::integer")}
     WHERE slug = 'presentation'`,
  );
}
