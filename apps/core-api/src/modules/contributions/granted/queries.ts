import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { EditRow } from "../queries/write-edits.ts";

/** The caller's valid grants to edit something of a dataset, in order. */
export async function editGrantIds(sql: SqlSession, datasetId: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>("SELECT id FROM app.edit_grants_on($1::uuid) ORDER BY id", [datasetId]);
  return rows.map(({ id }) => id);
}

/** Whether the caller reads the whole layer without grants. */
export async function readsWhole(sql: SqlSession, layerId: string): Promise<boolean> {
  const [row] = await sql.query<{ may: boolean }>("SELECT app.can_read_layer($1::uuid) AS may", [layerId]);
  return row?.may ?? false;
}

/** An edit that the grants do not allow: its place in the list, or its id. */
export interface Fault {
  place: number;
  editId: string | null;
  layerId: string;
  fid: number | null;
  fault: string;
}

/**
 * The first edit to be saved that the caller's grants do not allow. A change of a feature that the contribution changes already is judged with what it
 * will be added to.
 */
export async function faultOfRows(
  sql: SqlSession,
  contributionId: string,
  layerId: string,
  rows: readonly EditRow[],
): Promise<Fault | undefined> {
  const [found] = await sql.query<Fault>(
    `SELECT f.* FROM (
       SELECT w.place::integer AS place, NULL AS "editId", $2::uuid AS "layerId", w.fid,
         app.edit_fault($2::uuid, w.fid, w.base, w.operation,
           CASE WHEN w.operation = 'update' AND e.operation = 'update' THEN e.fields || w.fields::jsonb ELSE w.fields::jsonb END,
           w.is_drawn, w.geom::geometry) AS fault
       FROM unnest($3::text[], $4::bigint[], $5::integer[], $6::text[], $7::boolean[], $8::text[]) WITH ORDINALITY
           AS w(operation, fid, base, fields, is_drawn, geom, place)
         LEFT JOIN contribution_edits e ON e.contribution_id = $1::uuid AND e.layer_id = $2::uuid AND e.fid = w.fid OFFSET 0) f
     WHERE f.fault IS NOT NULL ORDER BY f.place LIMIT 1`,
    [
      ...[contributionId, layerId, rows.map(({ operation }) => operation), rows.map(({ fid }) => fid)],
      ...[rows.map(({ baseVersion }) => baseVersion), rows.map(({ values }) => JSON.stringify(values))],
      ...[rows.map(({ geometry }) => geometry !== undefined), rows.map(({ geometry }) => geometry ?? null)],
    ],
  );
  return found;
}

/** The first edit of a contribution that the caller's grants do not allow. @param isDirect without review */
export async function faultOfContribution(
  sql: SqlSession,
  contributionId: string,
  { isDirect }: { isDirect: boolean },
): Promise<Fault | undefined> {
  const [found] = await sql.query<Fault>(
    `SELECT f.* FROM (
       SELECT e.position::integer AS place, e.id AS "editId", e.layer_id AS "layerId", e.fid,
         app.edit_fault(e.layer_id, e.fid, e.base_version, e.operation, e.fields, e.has_geometry, e.geom, $2::boolean) AS fault
       FROM contribution_edits e WHERE e.contribution_id = $1::uuid ORDER BY e.position OFFSET 0) f
     WHERE f.fault IS NOT NULL LIMIT 1`,
    [contributionId, isDirect],
  );
  return found;
}

/** Whether one of the caller's valid grants on a dataset needs no review. */
export async function hasDirectGrant(sql: SqlSession, layerIds: readonly string[]): Promise<boolean> {
  const rows = await sql.query(
    "SELECT FROM unnest($1::uuid[]) AS l(id), LATERAL app.edit_grants(l.id) g WHERE g.permission = 'edit' LIMIT 1",
    [layerIds],
  );
  return rows.length > 0;
}

/** What the caller's grants let be edited of a layer: in the order of the grants. */
export interface EditGrantRow {
  id: string;
  permission: "propose" | "edit";
  columns: string[] | null;
  areaName: string;
  hasArea: boolean;
  until: Date | null;
}

export function editGrantsOf(sql: SqlSession, layerId: string): Promise<EditGrantRow[]> {
  return sql.query<EditGrantRow>(
    `SELECT id, permission, columns, area_name AS "areaName", area IS NOT NULL AS "hasArea", valid_until AS until
     FROM app.edit_grants($1::uuid) ORDER BY id`,
    [layerId],
  );
}

/** The same of many layers. */
export function editGrantsOfAll(sql: SqlSession, layerIds: readonly string[]): Promise<(EditGrantRow & { layerId: string })[]> {
  return sql.query<EditGrantRow & { layerId: string }>(
    `SELECT l.id AS "layerId", g.id, g.permission, g.columns, g.area_name AS "areaName", g.area IS NOT NULL AS "hasArea", g.valid_until AS until
     FROM unnest($1::uuid[]) AS l(id), LATERAL app.edit_grants(l.id) g
     WHERE EXISTS (SELECT FROM app.edit_grants_on(NULL)) ORDER BY g.id`,
    [layerIds],
  );
}

/** What the caller may change of a feature: for each column, for its shape, and whether it may be deleted, the fault; null: it may. */
export async function faultsOfFeature(
  sql: SqlSession,
  layerId: string,
  fid: number,
  columns: readonly string[],
): Promise<{ columns: (string | null)[]; shape: string | null } | undefined> {
  const [row] = await sql.query<{ columns: (string | null)[]; shape: string | null }>(
    `SELECT array(SELECT app.edit_fault($1::uuid, $2::bigint, NULL, 'update', jsonb_build_object(c.name, NULL), false, NULL)
         FROM unnest($3::text[]) WITH ORDINALITY AS c(name, place) ORDER BY c.place) AS columns,
       app.edit_fault($1::uuid, $2::bigint, NULL, 'delete', '{}', false, NULL) AS shape`,
    [layerId, fid, columns],
  );
  return row;
}

/** Whether the caller sees some part of a feature: one that does not exist is not seen either. */
export async function seesFeature(sql: SqlSession, layerId: string, fid: number): Promise<boolean> {
  const [row] = await sql.query<{ fault: string | null }>(
    "SELECT app.edit_fault($1::uuid, $2::bigint, NULL, 'update', '{}', false, NULL) AS fault",
    [layerId, fid],
  );
  return row?.fault !== "unseen";
}

/** Records the grants by which the author edits now. */
export async function setGrants(sql: SqlSession, contributionId: string, grantIds: readonly string[]): Promise<void> {
  await sql.query("UPDATE contributions SET grant_ids = $2::uuid[] WHERE id = $1::uuid AND grant_ids IS DISTINCT FROM $2::uuid[]", [
    contributionId,
    grantIds,
  ]);
}

/** In the system scope. */
export async function ownerName(sql: SqlSession, communityId: string): Promise<string> {
  const [row] = await sql.query<{ name: string }>("SELECT name FROM communities WHERE id = $1::uuid", [communityId]);
  return row?.name ?? "";
}

export interface UsedGrantRow {
  id: string;
  permission: "read" | "propose" | "edit";
  columns: string[] | null;
  fields: unknown;
  areaName: string;
  hasArea: boolean;
  until: Date | null;
  isRevoked: boolean;
  givenByName: string | null;
}

/** Grants of a contribution, for those who read it. In the system scope. */
export function usedGrants(sql: SqlSession, ids: readonly string[]): Promise<UsedGrantRow[]> {
  return sql.query<UsedGrantRow>(
    `SELECT g.id, g.permission, g.columns, l.fields, g.area_name AS "areaName", g.area IS NOT NULL AS "hasArea", g.valid_until AS until,
       g.revoked_at IS NOT NULL AS "isRevoked", u.name AS "givenByName"
     FROM grants g LEFT JOIN layers l ON l.id = g.layer_id LEFT JOIN users u ON u.id = g.given_by_id WHERE g.id = ANY ($1::uuid[]) ORDER BY g.created_at, g.id`,
    [ids],
  );
}

/** Shapes as a reader through a lens sees them, in their order. */
export interface SeenShape {
  /** For each set of grants, whether their areas have a part of the shape. */
  isIn: boolean[];
  /** EWKB in hexadecimal; null: nothing of it. */
  cut: string | null;
}

/**
 * @param shapes EWKB in hexadecimal; null: a feature without a place, which only grants without an area show
 * @param areas of each set of grants, as EWKB in Web Mercator; `everywhere` for a set with a grant without one. The first set is all of them.
 */
export function shapesThrough(
  sql: SqlSession,
  shapes: readonly (string | null)[],
  areas: readonly (string | null | "everywhere")[],
): Promise<SeenShape[]> {
  return sql.query<SeenShape>(
    `WITH areas AS MATERIALIZED (SELECT t.text, t.place, CASE WHEN t.text <> 'everywhere' THEN t.text::geometry END AS area
       FROM unnest($2::text[]) WITH ORDINALITY AS t(text, place))
     SELECT array(SELECT coalesce(a.text = 'everywhere' OR app.is_partly_in(m.shape, a.area), false) FROM areas a ORDER BY a.place) AS "isIn",
       (SELECT CASE WHEN a.text = 'everywhere' OR ST_Contains(a.area, m.shape) THEN s.hex
          ELSE encode(ST_AsEWKB(ST_Transform(app.cut_to(a.area, m.shape), ST_SRID(s.geom))), 'hex') END
        FROM areas a WHERE a.place = 1) AS cut
     FROM (SELECT u.hex, u.hex::geometry AS geom, u.place FROM unnest($1::text[]) WITH ORDINALITY AS u(hex, place)) s
       CROSS JOIN LATERAL (SELECT ST_Transform(s.geom, 3857) AS shape OFFSET 0) m
     ORDER BY s.place`,
    [shapes, areas],
  );
}
