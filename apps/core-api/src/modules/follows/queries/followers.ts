import type { CommunityId } from "@archipel/contracts/ids.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";
import type { Stop } from "../policy.ts";

/** A dataset that a live portal lists, its slug there, and the people who follow it or the portal there. */
export interface FollowedDataset {
  portalId: string;
  portalCommunityId: string;
  datasetCommunityId: CommunityId;
  title: string;
  visibility: string;
  slug: string;
  people: string[];
}

/** Followers by portal: of the dataset, or (`portal`) of the portals that list it. */
export function datasetFollowers(sql: SqlSession, datasetId: string, kind: "dataset" | "portal"): Promise<FollowedDataset[]> {
  const isFollowed = kind === "dataset" ? "f.dataset_id = c.dataset_id" : "true";
  return sql.query<FollowedDataset>(
    `SELECT c.portal_id AS "portalId", p.community_id AS "portalCommunityId", d.community_id AS "datasetCommunityId", d.title, d.visibility,
       c.slug, array_agg(f.person_id) AS people
     FROM app.portal_catalogue c JOIN portals p ON p.id = c.portal_id JOIN datasets d ON d.id = c.dataset_id
       JOIN follows f ON f.portal_id = c.portal_id AND f.kind = $2 AND ${isFollowed}
     WHERE c.dataset_id = $1::uuid GROUP BY 1, 2, 3, 4, 5, 6`,
    [datasetId, kind],
  );
}

/** The author of a revision; null when a program or nobody known made it. */
export async function revisionAuthor(
  sql: SqlSession,
  layerId: string,
  revision: number,
): Promise<{ authorId: string | null; at: Date } | undefined> {
  const [row] = await sql.query<{ authorId: string | null; at: Date }>(
    `SELECT author_id AS "authorId", created_at AS at FROM layer_revisions WHERE layer_id = $1::uuid AND revision = $2::integer`,
    [layerId, revision],
  );
  return row;
}

export interface FollowedPlace {
  followId: string;
  /** Null: a guest follows it by mail. */
  personId: string | null;
  portalId: string;
  place: unknown;
  label: string;
}

export interface AnsweringLayer {
  tableName: string;
  srid: number;
  title: string;
  visibility: string;
  datasetCommunityId: CommunityId;
}

/** A layer that portals may answer with: it is published, and declares something for their reports. */
export async function answeringLayer(sql: SqlSession, layerId: string): Promise<AnsweringLayer | undefined> {
  const [row] = await sql.query<AnsweringLayer>(
    `SELECT l.table_name AS "tableName", l.srid, l.title, d.visibility, d.community_id AS "datasetCommunityId"
     FROM layers l JOIN datasets d ON d.id = l.dataset_id AND d.status = 'published' JOIN layer_answers a ON a.layer_id = l.id
     WHERE l.id = $1::uuid AND l.status = 'ready'`,
    [layerId],
  );
  return row;
}

/** Most places of one change: those who follow later ones see the change in the answer. */
const MOST_PLACES = 2_000;

/**
 * Followed places of the portals that answer with a dataset, within the changed areas.
 *
 * @param boxes in Web Mercator, as a revision records them
 */
export function placesWithin(sql: SqlSession, datasetId: string, boxes: readonly (readonly number[])[]): Promise<FollowedPlace[]> {
  return sql.query<FollowedPlace>(
    `WITH areas AS MATERIALIZED (
       SELECT ST_Transform(ST_MakeEnvelope(b[1], b[2], b[3], b[4], 3857), 4326) AS area
       FROM (SELECT array_agg(v ORDER BY o) AS b FROM unnest($2::float8[]) WITH ORDINALITY AS u(v, o) GROUP BY (o - 1) / 4) q)
     SELECT DISTINCT f.id AS "followId", f.person_id AS "personId", f.portal_id AS "portalId", f.place, f.label
     FROM areas a CROSS JOIN LATERAL (
         SELECT id, person_id, portal_id, place, label FROM follows WHERE kind = 'place' AND shape && a.area
         UNION ALL SELECT id, NULL, portal_id, place, label FROM guest_follows WHERE kind = 'place' AND confirmed_at IS NOT NULL AND shape && a.area) f
       JOIN app.portal_catalogue c ON c.portal_id = f.portal_id AND c.dataset_id = $1::uuid
       JOIN portal_answers s ON s.portal_id = f.portal_id AND cardinality(s.packs) > 0
     ORDER BY 1 LIMIT ${MOST_PLACES}`,
    [datasetId, boxes.flat()],
  );
}

/** With a longer history, finding one revision's changes takes seconds: its areas must be enough. */
const MOST_VERSIONS = 300_000;

/**
 * Of the given places, those that a feature touches which changed at this moment: as it was before, or as it is after. Null when the
 * layer's history is too long to be searched.
 */
export async function placesTouched(
  sql: SqlSession,
  { tableName, srid }: AnsweringLayer,
  at: Date,
  followIds: readonly string[],
): Promise<Set<string> | null> {
  const history = tableRef(tableName, "_history");
  const [size] = await sql.query<{ versions: number }>("SELECT reltuples::float8 AS versions FROM pg_class WHERE oid = $1::regclass", [
    history,
  ]);
  if ((size?.versions ?? 0) > MOST_VERSIONS) return null;
  const rows = await sql.query<{ id: string }>(
    `WITH places AS MATERIALIZED (
       SELECT id, ST_Transform(shape, ${Number(srid)}) AS shape FROM follows WHERE id = ANY ($2::uuid[])
       UNION ALL SELECT id, ST_Transform(shape, ${Number(srid)}) FROM guest_follows WHERE id = ANY ($2::uuid[])),
     changed AS MATERIALIZED (SELECT fid, version, operation, geom FROM ${history} WHERE changed_at = $1::timestamptz),
     shapes AS MATERIALIZED (
       SELECT geom FROM changed WHERE operation <> 'delete' AND geom IS NOT NULL
       UNION ALL SELECT h.geom FROM changed c JOIN ${history} h ON h.fid = c.fid AND h.version = c.version - 1 WHERE h.geom IS NOT NULL)
     SELECT DISTINCT p.id FROM places p JOIN shapes s ON s.geom && p.shape
       AND CASE WHEN ST_IsValid(s.geom) THEN ST_Intersects(ST_Force2D(s.geom), p.shape) ELSE true END`,
    [at, followIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The column that names what a follow of a kind is about. */
const SUBJECT_COLUMN = { dataset: "dataset_id", portal: "portal_id", news: "portal_id", alerts: "portal_id", place: "id" } as const;

/** Stops what a mail's link names. @returns what was followed, for the page that says so */
export async function stopFollows(sql: SqlSession, { personId, kind, subjectId }: Stop): Promise<void> {
  if (kind === "guest") {
    await sql.query("DELETE FROM guest_follows WHERE id = $1::uuid", [subjectId]);
    return;
  }
  const column = quoteIdentifier(SUBJECT_COLUMN[kind]);
  await sql.query(`DELETE FROM follows WHERE person_id = $1::uuid AND kind = $2 AND ${column} = $3::uuid`, [personId, kind, subjectId]);
}

/** The name of what a link would stop; null when nothing of it is followed any more. */
export async function followedLabel(sql: SqlSession, { personId, kind, subjectId }: Stop): Promise<string | null> {
  if (kind === "guest") {
    const [guest] = await sql.query<{ label: string }>("SELECT label FROM guest_follows WHERE id = $1::uuid", [subjectId]);
    return guest?.label ?? null;
  }
  const column = quoteIdentifier(SUBJECT_COLUMN[kind]);
  const [row] = await sql.query<{ label: string }>(
    `SELECT coalesce(d.title, CASE WHEN f.kind IN ('portal', 'news', 'alerts') THEN p.name ELSE f.label END) AS label
     FROM follows f JOIN portals p ON p.id = f.portal_id LEFT JOIN datasets d ON d.id = f.dataset_id
     WHERE f.person_id = $1::uuid AND f.kind = $2 AND f.${column} = $3::uuid LIMIT 1`,
    [personId, kind, subjectId],
  );
  return row?.label ?? null;
}

/** Of these people, those who do not hold a role in a community: what they read of its data, they read through grants. */
export async function peopleWithout(
  sql: SqlSession,
  communityId: CommunityId,
  needs: string,
  people: readonly string[],
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT u.id FROM users u WHERE u.id = ANY ($3::uuid[]) AND u.status = 'active' AND NOT EXISTS (
       SELECT FROM memberships m JOIN communities c ON c.id = m.community_id AND c.status = 'active'
       WHERE m.user_id = u.id AND m.community_id = $1::uuid AND m.status = 'active' AND app.role_rank(m.role) >= app.role_rank($2))
     ORDER BY u.id`,
    [communityId, needs, people],
  );
  return rows.map(({ id }) => id);
}
