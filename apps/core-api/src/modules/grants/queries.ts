import type { GrantableDataset, GrantPermission } from "@archipel/contracts/grants.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** The subject of a grant as its columns: one of them names it; a role narrows a community. */
export interface SubjectColumns {
  userId?: string;
  communityId?: string;
  role?: string;
  groupId?: string;
  organisationId?: string;
  keyId?: string;
  audience?: "signed-in" | "everyone";
}

/** A grant to be written. */
export interface NewGrant {
  id: string;
  communityId: CommunityId;
  datasetId: string;
  layerId: string | null;
  subject: SubjectColumns;
  /** By default `read`. */
  permission?: GrantPermission;
  columns: readonly string[] | null;
  /** EWKB of a valid MultiPolygon in degrees, in hexadecimal. */
  area: string | null;
  areaName: string;
  from: Date | null;
  until: Date | null;
  purpose: string;
  givenById: string;
}

/**
 * Writes a grant. The rectangle inside its area is the square in the largest circle inside it.
 *
 * @throws for an end before the beginning, or a layer of another dataset
 */
export async function insertGrant(sql: SqlSession, grant: NewGrant): Promise<void> {
  const { userId, communityId, role, groupId, organisationId, keyId, audience } = grant.subject;
  await sql.query(
    `INSERT INTO grants (id, community_id, dataset_id, layer_id, user_id, subject_community_id, columns, area, inner_3857, area_name,
       valid_from, valid_until, purpose, given_by_id, subject_role, subject_group_id, subject_key_id, audience, subject_organisation_id, permission)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::uuid, $7::text[], $8::geometry,
       (SELECT ST_MakeEnvelope(ST_X(center) - 0.7 * radius, ST_Y(center) - 0.7 * radius, ST_X(center) + 0.7 * radius, ST_Y(center) + 0.7 * radius, 3857)
        FROM ST_MaximumInscribedCircle(ST_Transform($8::geometry, 3857)) WHERE $8::geometry IS NOT NULL),
       $9, coalesce($10::timestamptz, now()), $11::timestamptz, $12, $13::uuid, $14, $15::uuid, $16::uuid, $17, $18::uuid, $19)`,
    [
      ...[grant.id, grant.communityId, grant.datasetId, grant.layerId, userId ?? null, communityId ?? null, grant.columns, grant.area],
      ...[grant.areaName, grant.from?.toISOString() ?? null, grant.until?.toISOString() ?? null, grant.purpose, grant.givenById],
      ...[role ?? null, groupId ?? null, keyId ?? null, audience ?? null, organisationId ?? null, grant.permission ?? "read"],
    ],
  );
}

export interface GrantRow {
  id: string;
  permission: GrantPermission;
  datasetId: string;
  datasetTitle: string;
  layerId: string | null;
  layerTitle: string | null;
  layerFields: unknown;
  userId: string | null;
  subjectCommunityId: string | null;
  subjectRole: string | null;
  subjectGroupId: string | null;
  subjectOrganisationId: string | null;
  subjectKeyId: string | null;
  audience: string | null;
  columns: string[] | null;
  areaName: string;
  squareKm: number | null;
  bbox: number[] | null;
  from: Date;
  until: Date | null;
  purpose: string;
  isRevoked: boolean;
  givenById: string | null;
  createdAt: Date;
}

const GRANT = `SELECT g.id, g.permission, g.dataset_id AS "datasetId", d.title AS "datasetTitle", g.layer_id AS "layerId", l.title AS "layerTitle", l.fields AS "layerFields",
  g.user_id AS "userId", g.subject_community_id AS "subjectCommunityId", g.subject_role AS "subjectRole",
  g.subject_group_id AS "subjectGroupId", g.subject_key_id AS "subjectKeyId", g.subject_organisation_id AS "subjectOrganisationId", g.audience, g.columns, g.area_name AS "areaName",
  round((ST_Area(g.area::geography) / 1e6)::numeric, 2)::float8 AS "squareKm",
  CASE WHEN g.area IS NOT NULL THEN ARRAY[ST_XMin(g.area), ST_YMin(g.area), ST_XMax(g.area), ST_YMax(g.area)] END AS bbox,
  g.valid_from AS "from", g.valid_until AS until, g.purpose, g.revoked_at IS NOT NULL AS "isRevoked", g.given_by_id AS "givenById",
  g.created_at AS "createdAt"
  FROM grants g JOIN datasets d ON d.id = g.dataset_id LEFT JOIN layers l ON l.id = g.layer_id`;

/** The latest grants that managers see, those that are over included. */
const SHOWN = 300;

/** A group in the bin gives nothing; its grants come back with it. */
const NOT_IN_BIN = "NOT EXISTS (SELECT FROM groups s WHERE s.id = g.subject_group_id AND s.erase_at IS NOT NULL)";

/** The grants of a dataset: valid ones first, then the latest. */
export function grantRows(sql: SqlSession, communityId: CommunityId, datasetId: string): Promise<GrantRow[]> {
  return sql.query<GrantRow>(
    `${GRANT} WHERE g.community_id = $1::uuid AND g.dataset_id = $2::uuid AND ${NOT_IN_BIN}
     ORDER BY g.revoked_at IS NULL AND (g.valid_until IS NULL OR g.valid_until > now()) DESC, g.created_at DESC, g.id LIMIT ${SHOWN}`,
    [communityId, datasetId],
  );
}

/** One grant, locked until the transaction ends. */
export async function lockedGrant(sql: SqlSession, communityId: CommunityId, grantId: string): Promise<GrantRow | undefined> {
  const [row] = await sql.query<GrantRow>(`${GRANT} WHERE g.community_id = $1::uuid AND g.id = $2::uuid FOR UPDATE OF g`, [
    communityId,
    grantId,
  ]);
  return row;
}

export async function setEnd(sql: SqlSession, grantId: string, until: Date | null): Promise<void> {
  await sql.query("UPDATE grants SET valid_until = $2::timestamptz, reminded_at = NULL WHERE id = $1::uuid", [
    grantId,
    until?.toISOString() ?? null,
  ]);
}

export async function setRevoked(sql: SqlSession, grantId: string, userId: string): Promise<void> {
  await sql.query("UPDATE grants SET revoked_at = now(), revoked_by_id = $2::uuid WHERE id = $1::uuid", [grantId, userId]);
}

/** A dataset of the community, locked: two grants at once cannot both be the last allowed. With the number of its valid grants. */
export async function lockDataset(sql: SqlSession, communityId: CommunityId, datasetId: string) {
  const [dataset] = await sql.query<{ title: string }>(
    "SELECT title FROM datasets WHERE id = $1::uuid AND community_id = $2::uuid FOR UPDATE",
    [datasetId, communityId],
  );
  if (!dataset) return undefined;
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM grants
     WHERE dataset_id = $1::uuid AND revoked_at IS NULL AND (valid_until IS NULL OR valid_until > now())`,
    [datasetId],
  );
  return { ...dataset, validGrants: row?.count ?? 0 };
}

/** The datasets of a community by title, with their layers and the number of grants that are not over. */
export function grantableDatasets(sql: SqlSession, communityId: CommunityId) {
  return sql.query<Omit<GrantableDataset, "layers"> & { layers: { id: string; title: string; fields: unknown }[] }>(
    `SELECT d.id, d.title, d.status = 'published' AS "isPublished",
       (SELECT count(*)::integer FROM grants g WHERE g.dataset_id = d.id AND g.revoked_at IS NULL
         AND (g.valid_until IS NULL OR g.valid_until > now())) AS grants,
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', l.id, 'title', l.title, 'fields', l.fields) ORDER BY l.title, l.id) FROM layers l
         WHERE l.dataset_id = d.id AND l.status = 'ready' AND l.kind = 'vector'), '[]') AS layers
     FROM datasets d WHERE d.community_id = $1::uuid ORDER BY app.fold(d.title), d.id LIMIT 2000`,
    [communityId],
  );
}

/** A ready vector layer of a dataset: the kind of which a grant can open parts. */
export async function grantableLayer(sql: SqlSession, datasetId: string, layerId: string) {
  const [row] = await sql.query<{ title: string; fields: unknown }>(
    "SELECT title, fields FROM layers WHERE id = $1::uuid AND dataset_id = $2::uuid AND status = 'ready' AND kind = 'vector'",
    [layerId, datasetId],
  );
  return row;
}

export async function verticesOf(sql: SqlSession, area: string): Promise<number> {
  const [row] = await sql.query<{ vertices: number }>("SELECT ST_NPoints($1::geometry) AS vertices", [area]);
  return row?.vertices ?? 0;
}

interface Named {
  id: string;
  name: string;
}
interface Names {
  people: (Named & { email: string })[];
  communities: Named[];
  groups: Named[];
  organisations: Named[];
  keys: (Named & { communityName: string })[];
}

/** Names of subjects. In the system scope: they are not members of the community. */
export async function namesOfSubjects(sql: SqlSession, ids: { [Kind in keyof Names]: readonly string[] }): Promise<Names> {
  return {
    people: await sql.query("SELECT id, name, email FROM users WHERE id = ANY ($1::uuid[])", [ids.people]),
    communities: await sql.query("SELECT id, name FROM communities WHERE id = ANY ($1::uuid[])", [ids.communities]),
    groups: await sql.query("SELECT id, name FROM groups WHERE id = ANY ($1::uuid[])", [ids.groups]),
    organisations: await sql.query("SELECT id, name_fr AS name FROM organisations WHERE id = ANY ($1::uuid[])", [ids.organisations]),
    keys: await sql.query(
      `SELECT k.id, k.name, c.name AS "communityName" FROM community_keys k JOIN communities c ON c.id = k.community_id WHERE k.id = ANY ($1::uuid[])`,
      [ids.keys],
    ),
  };
}

const SUBJECTS = {
  person: "SELECT id FROM users WHERE email = $1 AND status = 'active' AND email_verified_at IS NOT NULL",
  community: "SELECT id FROM communities WHERE slug = $1 AND status = 'active'",
  organisation: "SELECT id FROM organisations WHERE id = $1::uuid",
  key: `SELECT k.id FROM community_keys k JOIN communities c ON c.id = k.community_id AND c.status = 'active'
    WHERE k.id = $1::uuid AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())`,
} as const;

/** An active account by its address, an active community by its slug, or an organisation or a live key by its id. In the system scope. */
export async function subjectId(sql: SqlSession, kind: keyof typeof SUBJECTS, value: string): Promise<string | undefined> {
  const [row] = await sql.query<{ id: string }>(SUBJECTS[kind], [value]);
  return row?.id;
}

/** Whether it is a group of the community, kept from deletion until the transaction ends. */
export async function isOwnGroup(sql: SqlSession, communityId: CommunityId, groupId: string): Promise<boolean> {
  const rows = await sql.query("SELECT FROM groups WHERE id = $1::uuid AND community_id = $2::uuid FOR KEY SHARE", [groupId, communityId]);
  return rows.length > 0;
}

/** Marks the reminders of a grant as read, when its end has changed or it is over. In the system scope. */
export async function settleReminders(sql: SqlSession, grantId: string): Promise<void> {
  await sql.query(
    `UPDATE notices SET read_at = now(), mail_due_at = NULL WHERE subject_type = 'access' AND subject_id = $1::uuid AND read_at IS NULL
       AND kind IN ('access-to-renew', 'access-ending')`,
    [grantId],
  );
}

/** A reminder comes so many days before the end, or in the last quarter of a shorter grant. */
const REMINDED_DAYS = 14;
/** Most reminders of one run: the next one continues. */
const MOST_REMINDERS = 500;

/** Marks grants that end soon as reminded, each once, however many processes do it. In the system scope. */
export function takeEndingGrants(sql: SqlSession) {
  return sql.query<{ id: string; communityId: string }>(
    `UPDATE grants SET reminded_at = now() WHERE id IN (
       SELECT g.id FROM grants g JOIN datasets d ON d.id = g.dataset_id AND d.status = 'published'
         JOIN communities c ON c.id = g.community_id AND c.status = 'active'
       WHERE g.reminded_at IS NULL AND g.revoked_at IS NULL AND g.valid_from <= now() AND g.valid_until > now()
         AND g.valid_until <= now() + least(make_interval(days => $1), (g.valid_until - g.valid_from) / 4)
       ORDER BY g.valid_until LIMIT $2 FOR UPDATE OF g SKIP LOCKED)
     RETURNING id, community_id AS "communityId"`,
    [REMINDED_DAYS, MOST_REMINDERS],
  );
}

/** How long managers still see a grant that is over. */
const KEPT_DAYS = 365;

export async function deleteOverGrants(sql: SqlSession): Promise<number> {
  const rows = await sql.query("DELETE FROM grants WHERE least(revoked_at, valid_until) < now() - make_interval(days => $1) RETURNING id", [
    KEPT_DAYS,
  ]);
  return rows.length;
}
