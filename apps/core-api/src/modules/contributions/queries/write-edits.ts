import type { SqlSession } from "@archipel/database/sql-session.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { Attribute } from "../../../layer-store/tables/attribute-columns.ts";
import type { EditsOwner } from "./edits.ts";

/** An edit to save. Its geometry is EWKB in hexadecimal; `undefined` keeps the feature's geometry. */
export interface EditRow {
  id: string;
  operation: "insert" | "update" | "delete";
  fid: number | null;
  baseVersion: number | null;
  values: Record<string, Attribute>;
  geometry: string | null | undefined;
  reason: string;
}

/** When the contribution (`contribution_edits AS e`) already changes the feature: new values replace earlier ones, the others are kept. */
export const ON_CONFLICT_ADD = `ON CONFLICT (contribution_id, layer_id, fid) DO UPDATE SET
       operation = EXCLUDED.operation, updated_at = now(), reason = EXCLUDED.reason,
       fields = CASE WHEN EXCLUDED.operation = 'delete' OR e.operation = 'delete' THEN EXCLUDED.fields ELSE e.fields || EXCLUDED.fields END,
       base_version = CASE WHEN e.operation = EXCLUDED.operation THEN e.base_version ELSE EXCLUDED.base_version END,
       has_geometry = EXCLUDED.has_geometry OR (e.has_geometry AND EXCLUDED.operation = 'update' AND e.operation = 'update'),
       geom = CASE WHEN EXCLUDED.has_geometry OR EXCLUDED.operation = 'delete' THEN EXCLUDED.geom ELSE e.geom END`;

/** Replaces a new feature of the same contribution. An id of any other edit is not updated, so its row is missing from the result. */
const ON_CONFLICT_REPLACE = `ON CONFLICT (id) DO UPDATE SET fields = EXCLUDED.fields, geom = EXCLUDED.geom, updated_at = now()
       WHERE e.contribution_id = EXCLUDED.contribution_id AND e.layer_id = EXCLUDED.layer_id AND e.operation = 'insert'`;

/**
 * Writes edits of one layer into a contribution, many per statement. The result is the same as writing them one by one in their order.
 *
 * @returns the ids of the saved edits, in the same order
 * @throws DomainError when the id of a new feature belongs to another edit
 */
export async function writeRows(sql: SqlSession, owner: EditsOwner, layerId: string, rows: readonly EditRow[]): Promise<string[]> {
  // Positions are taken first: new features and changes are written by separate statements.
  const positions = await sql.query<{ position: number }>(
    "SELECT nextval('contribution_edits_position_seq') AS position FROM generate_series(1, $1::integer)",
    [rows.length],
  );
  const ids = new Map<EditRow, string>();
  for (const round of rounds(rows.map((row, index) => ({ row, position: positions[index]?.position ?? null })))) {
    const insertions = round.filter(({ row }) => row.fid === null);
    const made = new Set((await write(sql, owner, layerId, insertions, ON_CONFLICT_REPLACE)).map(({ id }) => id));
    for (const { row } of insertions) {
      if (!made.has(row.id)) throw new DomainError("not-found", "edit-not-found");
      ids.set(row, row.id);
    }
    const changes = round.filter(({ row }) => row.fid !== null);
    const kept = new Map((await write(sql, owner, layerId, changes, ON_CONFLICT_ADD)).map(({ id, fid }) => [fid, id]));
    for (const { row } of changes) ids.set(row, kept.get(row.fid) ?? "");
  }
  return rows.map((row) => ids.get(row) ?? "");
}

interface Placed {
  row: EditRow;
  position: number | null;
}

/** Splits edits so that each round has a feature once: INSERT … ON CONFLICT cannot update a row twice. */
function rounds(rows: readonly Placed[]): Placed[][] {
  const all: Placed[][] = [];
  const counts = new Map<string | number, number>();
  for (const placed of rows) {
    const key = placed.row.fid ?? placed.row.id;
    const round = counts.get(key) ?? 0;
    counts.set(key, round + 1);
    const there = all[round];
    if (there) there.push(placed);
    else all.push([placed]);
  }
  return all;
}

async function write(
  sql: SqlSession,
  owner: EditsOwner,
  layerId: string,
  placed: readonly Placed[],
  onConflict: string,
): Promise<{ id: string; fid: number | null }[]> {
  if (placed.length === 0) return [];
  const rows = placed.map(({ row }) => row);
  return sql.query(
    `INSERT INTO contribution_edits AS e
       (id, community_id, contribution_id, layer_id, operation, fid, base_version, fields, has_geometry, geom, reason, position)
     SELECT w.id, $1::uuid, $2::uuid, $3::uuid, w.operation, w.fid, w.base_version, w.fields::jsonb, w.has_geometry, w.geom::geometry,
       w.reason, w.position
     FROM unnest($4::uuid[], $5::text[], $6::bigint[], $7::integer[], $8::text[], $9::boolean[], $10::text[], $11::text[], $12::bigint[])
       AS w(id, operation, fid, base_version, fields, has_geometry, geom, reason, position)
     ${onConflict}
     RETURNING e.id, e.fid`,
    [
      owner.communityId,
      owner.id,
      layerId,
      rows.map(({ id }) => id),
      rows.map(({ operation }) => operation),
      rows.map(({ fid }) => fid),
      rows.map(({ baseVersion }) => baseVersion),
      rows.map(({ values }) => JSON.stringify(values)),
      rows.map(({ geometry }) => geometry !== undefined),
      rows.map(({ geometry }) => geometry ?? null),
      rows.map(({ reason }) => reason),
      placed.map(({ position }) => position),
    ],
  );
}
