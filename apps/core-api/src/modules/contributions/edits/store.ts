import { randomUUID } from "node:crypto";
import { MAX_EDITS, type ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { type ShapeReading, shapeSql } from "../../../layer-store/revisions/snapshots.ts";
import type { Attribute } from "../../../layer-store/tables/attribute-columns.ts";
import { checkedValues } from "../../../layer-store/tables/attribute-values.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";
import { attempt, demand } from "./attempt.ts";
import { storedGeometries } from "./geometry.ts";
import { type EditRow, writeRows } from "./write-rows.ts";

export interface EditsOwner {
  id: string;
  communityId: string;
}

/**
 * Takes proposed changes of one layer into a contribution. A second change of the same feature is added to the first.
 *
 * @param locked columns of the layer that nobody edits
 * @param drawnSrid the CRS of the edits' coordinates, easting or longitude first
 * @returns the ids under which they are kept, in the order of the edits
 * @throws DomainError of the first change that does not fit the layer, or whose feature does not exist
 */
export async function storeEdits(
  sql: SqlSession,
  owner: EditsOwner,
  layer: EditedLayer,
  locked: readonly string[],
  edits: readonly ProposedEdit[],
  drawnSrid = 4326,
): Promise<string[]> {
  const bases = await baseShapes(sql, layer, edits);
  const read = edits.map((edit, index) => attempt(() => rowOf(layer, locked, edit, bases.has(index))));
  const drawn = edits.flatMap((edit, index) =>
    isDrawn(edit) ? [{ index, drawn: edit.geometry, original: bases.get(index) ?? null }] : [],
  );
  const stored = await storedGeometries(sql, layer.spec.geometry, drawn, drawnSrid);
  const shapes = new Map(drawn.map(({ index }, place) => [index, stored[place]]));
  const rows = read.map((outcome, index): EditRow => {
    const row = demand(outcome);
    const shape = shapes.get(index);
    return shape === undefined ? row : { ...row, geometry: demand(shape) };
  });
  return writeRows(sql, owner, layer.spec.layerId, rows);
}

type Drawing = Extract<ProposedEdit, { operation: "insert" | "update" }>;

function isDrawn(edit: ProposedEdit): edit is Drawing {
  return edit.operation !== "delete" && edit.geometry !== undefined && edit.geometry !== null;
}

/** Of the edits of features that are or were there as their editors saw them, by place: the shape, where a new one is drawn. */
async function baseShapes(sql: SqlSession, { spec }: EditedLayer, edits: readonly ProposedEdit[]): Promise<Map<number, string | null>> {
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

/** An edit as it is kept, all but what is drawn. */
function rowOf({ spec }: EditedLayer, locked: readonly string[], edit: ProposedEdit, isThere: boolean): EditRow {
  if (edit.operation === "insert") {
    const id = (edit.editId ?? randomUUID()).toLowerCase();
    const values = checkedValues(spec.fields, locked, edit.values);
    return { id, operation: "insert", fid: null, baseVersion: null, values, geometry: null, reason: "" };
  }
  const { operation, fid, baseVersion } = edit;
  if (!isThere) throw new DomainError("not-found", "feature-not-found", { fid });
  const change = { id: randomUUID(), operation, fid, baseVersion };
  if (edit.operation === "delete") return { ...change, values: {}, geometry: undefined, reason: edit.reason ?? "" };
  const geometry = edit.geometry === null ? null : undefined;
  return { ...change, values: checkedValues(spec.fields, locked, edit.values), geometry, reason: "" };
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
  /** Why a feature should go. */
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

/** @throws DomainError when a contribution holds more than is reviewed in one piece */
export async function refuseTooMany(sql: SqlSession, owner: EditsOwner): Promise<void> {
  if ((await countEdits(sql, owner)) > MAX_EDITS) throw new DomainError("invalid", "too-many-edits", { most: MAX_EDITS });
}

/** The first edit whose shape crosses itself or is otherwise no shape: where, and why. */
export async function invalidEdit(sql: SqlSession, owner: EditsOwner) {
  const rows = await sql.query<{ id: string; fid: number | null; reason: string; lon: number; lat: number }>(
    `SELECT e.id, e.fid, (d).reason, ST_X(p.place) AS lon, ST_Y(p.place) AS lat
     FROM contribution_edits e CROSS JOIN LATERAL ST_IsValidDetail(e.geom) AS d
       CROSS JOIN LATERAL ST_Transform(ST_SetSRID((d).location, ST_SRID(e.geom)), 4326) AS p(place)
     WHERE e.contribution_id = $1::uuid AND e.community_id = $2::uuid AND e.operation <> 'delete' AND NOT ST_IsValid(e.geom) LIMIT 1`,
    [owner.id, owner.communityId],
  );
  return rows[0];
}

/** The layers that a contribution changes. */
export async function editedLayerIds(sql: SqlSession, owner: EditsOwner): Promise<string[]> {
  const rows = await sql.query<{ layerId: string }>(
    `SELECT DISTINCT layer_id AS "layerId" FROM contribution_edits WHERE contribution_id = $1::uuid AND community_id = $2::uuid`,
    [owner.id, owner.communityId],
  );
  return rows.map(({ layerId }) => layerId);
}

/** How many edits have such a shape. */
export async function countInvalid(sql: SqlSession, owner: EditsOwner): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM contribution_edits
     WHERE contribution_id = $1::uuid AND community_id = $2::uuid AND operation <> 'delete' AND NOT ST_IsValid(geom)`,
    [owner.id, owner.communityId],
  );
  return row?.count ?? 0;
}
