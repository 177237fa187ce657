import type { FollowSubject } from "@archipel/contracts/follows.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface NewFollow {
  id: string;
  personId: string;
  communityId: string;
  portalId: string;
  subject: FollowSubject;
  subjectKey: string;
  /** Of a place: its name, and its shape as hexadecimal EWKB in any CRS. */
  place: { label: string; metric: string } | null;
}

/** One person's calls wait for each other here, so that the count holds. */
export async function countOwnFollows(sql: SqlSession, personId: string): Promise<number> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`follows ${personId}`]);
  const [row] = await sql.query<{ count: number }>("SELECT count(*)::integer AS count FROM follows WHERE person_id = $1::uuid", [personId]);
  return row?.count ?? 0;
}

export async function insertFollow(sql: SqlSession, follow: NewFollow): Promise<void> {
  const { id, personId, communityId, portalId, subject, subjectKey, place } = follow;
  await sql.query(
    `INSERT INTO follows (id, community_id, portal_id, person_id, kind, dataset_id, place, label, shape, subject_key)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6::uuid, $7::jsonb, $8, ST_Transform(ST_Force2D($9::text::geometry), 4326), $10)
     ON CONFLICT DO NOTHING`,
    [
      id,
      communityId,
      portalId,
      personId,
      subject.kind,
      subject.kind === "dataset" ? subject.datasetId : null,
      subject.kind === "place" ? JSON.stringify(subject.place) : null,
      place?.label ?? "",
      place?.metric ?? null,
      subjectKey,
    ],
  );
}

export async function followIdOf(
  sql: SqlSession,
  personId: string,
  { portalId, kind, subjectKey }: { portalId: string; kind: string; subjectKey: string },
): Promise<string | null> {
  const [row] = await sql.query<{ id: string }>(
    "SELECT id FROM follows WHERE person_id = $1::uuid AND portal_id = $2::uuid AND kind = $3 AND subject_key = $4",
    [personId, portalId, kind, subjectKey],
  );
  return row?.id ?? null;
}

/** @returns whether the person followed it */
export async function deleteFollow(sql: SqlSession, personId: string, followId: string): Promise<boolean> {
  const rows = await sql.query("DELETE FROM follows WHERE person_id = $1::uuid AND id = $2::uuid RETURNING id", [personId, followId]);
  return rows.length > 0;
}

/** Whether the portal lists the dataset and the caller may read it. */
export async function isListed(sql: SqlSession, portalId: string, datasetId: string): Promise<boolean> {
  const rows = await sql.query("SELECT FROM app.portal_catalogue WHERE portal_id = $1::uuid AND dataset_id = $2::uuid", [
    portalId,
    datasetId,
  ]);
  return rows.length > 0;
}

export interface FollowRow {
  id: string;
  portalId: string;
  datasetId: string | null;
  kind: string;
  place: unknown;
  label: string;
  createdAt: Date;
  portalName: string | null;
  host: string | null;
  datasetTitle: string | null;
  datasetSlug: string | null;
}

/** All that a person follows, the latest first. What the person may no longer read has no title. */
export function ownFollowRows(
  sql: SqlSession,
  personId: string,
  { reader, limit }: { reader: string; limit: number },
): Promise<FollowRow[]> {
  return sql.query<FollowRow>(
    `SELECT f.id, f.portal_id AS "portalId", f.dataset_id AS "datasetId", f.kind, f.place, f.label, f.created_at AS "createdAt", p.name AS "portalName",
       app.text_in(d.texts, 'title', $2, d.title) AS "datasetTitle", c.slug AS "datasetSlug",
       (SELECT h.host FROM portal_hosts h WHERE h.portal_id = p.id ORDER BY h.is_primary DESC, h.host LIMIT 1) AS host
     FROM follows f LEFT JOIN portals p ON p.id = f.portal_id AND p.status = 'live' LEFT JOIN datasets d ON d.id = f.dataset_id
       LEFT JOIN app.portal_catalogue c ON c.portal_id = f.portal_id AND c.dataset_id = f.dataset_id
     WHERE f.person_id = $1::uuid ORDER BY f.created_at DESC, f.id LIMIT ${Number(limit)}`,
    [personId, reader],
  );
}

/** What datasets are called that the caller's grants open in part, by the id of the follow. In the scope of the grants. */
export async function followedNames(
  sql: SqlSession,
  follows: readonly { id: string; portalId: string; datasetId: string }[],
  reader: string,
): Promise<Map<string, Pick<FollowRow, "datasetTitle" | "datasetSlug">>> {
  if (follows.length === 0) return new Map();
  const rows = await sql.query<Pick<FollowRow, "id" | "datasetTitle" | "datasetSlug">>(
    `SELECT f.id, app.text_in(d.texts, 'title', $4, d.title) AS "datasetTitle", c.slug AS "datasetSlug"
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS f (id, portal, dataset) JOIN datasets d ON d.id = f.dataset
       LEFT JOIN app.portal_catalogue c ON c.portal_id = f.portal AND c.dataset_id = f.dataset`,
    [follows.map(({ id }) => id), follows.map(({ portalId }) => portalId), follows.map(({ datasetId }) => datasetId), reader],
  );
  return new Map(rows.map(({ id, ...names }) => [id, names]));
}
