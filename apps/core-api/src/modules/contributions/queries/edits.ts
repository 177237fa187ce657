import type { ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { type ShapeReading, shapeSql } from "../../../layer-store/revisions/snapshots.ts";
import type { Attribute } from "../../../layer-store/tables/attribute-columns.ts";
import { type TableSpec, tableRef } from "../../../layer-store/tables/layer-table.ts";
import { isDrawn } from "../policy.ts";

/** The contribution that edits belong to. */
export interface EditsOwner {
  id: string;
  communityId: CommunityId;
  /** Set when its author edits by grants: then each edit must be what these allow. */
  granted?: MemberActor | undefined;
}

/** A contribution, as its editor's calls write it. */
export function ownerOf(actor: MemberActor, id: string): EditsOwner {
  return { id, communityId: actor.communityId, granted: actor.byGrants ? actor : undefined };
}

/**
 * By index in `edits`, those whose feature exists or existed at the version that their editor saw. The value is the geometry of that
 * version if the edit sets a new one, else null.
 */
export async function baseShapes(
  sql: SqlSession,
  { spec }: EditedLayer,
  edits: readonly ProposedEdit[],
): Promise<Map<number, string | null>> {
  const wanted = edits.flatMap((edit, index) =>
    edit.operation === "insert" ? [] : [{ index, fid: edit.fid, version: edit.baseVersion, isDrawn: isDrawn(edit) }],
  );
  if (wanted.length === 0) return new Map();
  const rows = await sql.query<{ index: number; geometry: string | null }>(
    `SELECT w.index, CASE WHEN w.is_drawn THEN encode(ST_AsEWKB(coalesce(t.geom, h.geom)), 'hex') END AS geometry
     FROM unnest($1::integer[], $2::bigint[], $3::integer[], $4::boolean[]) AS w(index, fid, version, is_drawn)
       LEFT JOIN ${tableRef(spec.tableName)} t USING (fid, version)
       LEFT JOIN ${tableRef(spec.tableName, "_history")} h ON h.fid = w.fid AND h.version = w.version AND h.operation <> 'delete'
     WHERE t.fid IS NOT NULL OR h.fid IS NOT NULL`,
    [
      wanted.map(({ index }) => index),
      wanted.map(({ fid }) => fid),
      wanted.map(({ version }) => version),
      wanted.map(({ isDrawn: is }) => is),
    ],
  );
  return new Map(rows.map(({ index, geometry }) => [index, geometry]));
}

/** A stored edit, its geometry as EWKB in hexadecimal. */
export interface StoredEdit {
  id: string;
  layerId: string;
  operation: "insert" | "update" | "delete";
  fid: number | null;
  baseVersion: number | null;
  values: Record<string, Attribute>;
  hasGeometry: boolean;
  geometry: string | null;
  mergedVersion: number | null;
  /** Why a feature should be deleted. */
  reason: string;
}

const editSql = (
  shapes: ShapeReading,
) => `SELECT id, layer_id AS "layerId", operation, fid, base_version AS "baseVersion", fields AS values,
  has_geometry AS "hasGeometry", ${shapeSql[shapes]} AS geometry, merged_version AS "mergedVersion", reason FROM contribution_edits`;

export interface EditFilter {
  readonly operation?: StoredEdit["operation"] | null;
  readonly ids?: readonly string[] | null;
}

const OF_OWNER = `contribution_id = $1::uuid AND community_id = $2::uuid
  AND ($3::text IS NULL OR operation = $3) AND ($4::uuid[] IS NULL OR id = ANY ($4::uuid[]))`;

/** The edits of a contribution in the order in which they were made. */
export function editsOf(
  sql: SqlSession,
  owner: EditsOwner,
  page?: { limit: number; offset: number },
  { operation = null, ids = null }: EditFilter = {},
  shapes: ShapeReading = "whole",
): Promise<StoredEdit[]> {
  const limits = page ? ` LIMIT ${Number(page.limit)} OFFSET ${Number(page.offset)}` : "";
  return sql.query<StoredEdit>(`${editSql(shapes)} WHERE ${OF_OWNER} ORDER BY position${limits}`, [
    owner.id,
    owner.communityId,
    operation,
    ids,
  ]);
}

/** The edit of a contribution that changes a feature. */
export async function editOfFeature(sql: SqlSession, owner: EditsOwner, layerId: string, fid: number): Promise<StoredEdit | null> {
  const rows = await sql.query<StoredEdit>(
    `${editSql("whole")} WHERE contribution_id = $1::uuid AND community_id = $2::uuid AND layer_id = $3::uuid AND fid = $4::bigint`,
    [owner.id, owner.communityId, layerId, fid],
  );
  return rows[0] ?? null;
}

export async function countEdits(sql: SqlSession, owner: EditsOwner, { operation = null, ids = null }: EditFilter = {}): Promise<number> {
  const [row] = await sql.query<{ count: number }>(`SELECT count(*)::integer AS count FROM contribution_edits WHERE ${OF_OWNER}`, [
    owner.id,
    owner.communityId,
    operation,
    ids,
  ]);
  return row?.count ?? 0;
}

/** The layers that a contribution changes. */
export async function editedLayerIds(sql: SqlSession, owner: EditsOwner): Promise<string[]> {
  const rows = await sql.query<{ layerId: string }>(
    `SELECT DISTINCT layer_id AS "layerId" FROM contribution_edits WHERE contribution_id = $1::uuid AND community_id = $2::uuid`,
    [owner.id, owner.communityId],
  );
  return rows.map(({ layerId }) => layerId);
}

/** Records which version of its feature each edit became. */
export async function markMerged(
  sql: SqlSession,
  { id, communityId }: EditsOwner,
  merged: readonly { editId: string; fid: number; version: number }[],
): Promise<void> {
  await sql.query(
    `UPDATE contribution_edits e SET fid = w.fid, merged_version = w.version
     FROM unnest($3::uuid[], $4::bigint[], $5::integer[]) AS w(id, fid, version)
     WHERE e.id = w.id AND e.contribution_id = $1::uuid AND e.community_id = $2::uuid`,
    [id, communityId, merged.map(({ editId }) => editId), merged.map(({ fid }) => fid), merged.map(({ version }) => version)],
  );
}

/** Ids of a layer's edits whose feature changed since their editor saw it. */
export async function movedEdits(sql: SqlSession, owner: EditsOwner, { layerId, tableName }: TableSpec): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT e.id FROM contribution_edits e LEFT JOIN ${tableRef(tableName)} t ON t.fid = e.fid AND t.version = e.base_version
     WHERE e.contribution_id = $1::uuid AND e.community_id = $2::uuid AND e.layer_id = $3::uuid AND e.operation <> 'insert' AND t.fid IS NULL`,
    [owner.id, owner.communityId, layerId],
  );
  return rows.map(({ id }) => id);
}
