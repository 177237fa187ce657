import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Attribute } from "../../../layer-store/tables/attribute-columns.ts";
import type { EditsOwner } from "./edits.ts";

export async function deleteEdits(sql: SqlSession, owner: EditsOwner, editIds: readonly string[]): Promise<void> {
  await sql.query("DELETE FROM contribution_edits WHERE id = ANY ($1::uuid[]) AND contribution_id = $2::uuid AND community_id = $3::uuid", [
    editIds,
    owner.id,
    owner.communityId,
  ]);
}

/** Deletes one edit of the community, whichever contribution it belongs to. */
export async function deleteEdit(sql: SqlSession, community: CommunityId, editId: string): Promise<void> {
  await sql.query("DELETE FROM contribution_edits WHERE id = $1::uuid AND community_id = $2::uuid", [editId, community]);
}

/** Makes an edit apply to the feature's version `baseVersion`, with these values and this shape (EWKB in hexadecimal). */
export async function rebaseEdit(
  sql: SqlSession,
  community: CommunityId,
  editId: string,
  edit: { baseVersion: number; values: Record<string, Attribute>; hasGeometry: boolean; geometry: string | null },
): Promise<void> {
  await sql.query(
    `UPDATE contribution_edits SET base_version = $3::integer, fields = $4::jsonb, has_geometry = $5::boolean, geom = $6::geometry, updated_at = now()
     WHERE id = $1::uuid AND community_id = $2::uuid`,
    [editId, community, edit.baseVersion, JSON.stringify(edit.values), edit.hasGeometry, edit.geometry],
  );
}

/** The feature and its version that an edit became; undefined for an edit that does not exist. */
export async function mergedEdit(
  sql: SqlSession,
  community: CommunityId,
  editId: string,
): Promise<{ fid: number; version: number } | undefined> {
  const [row] = await sql.query<{ fid: number; version: number }>(
    "SELECT fid, merged_version AS version FROM contribution_edits WHERE id = $1::uuid AND community_id = $2::uuid",
    [editId, community],
  );
  return row;
}
