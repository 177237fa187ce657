import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { EditsOwner } from "./edits.ts";
import { ON_CONFLICT_ADD } from "./write-edits.ts";

/** A version-5 UUID that is the same each time this new feature is added to this contribution. */
const STABLE_ID = "overlay(overlay(md5($2::text || r.mark) PLACING '5' FROM 13) PLACING '8' FROM 17)::uuid";

/** Adds the changes of an import (`edit_import_rows`) to a contribution of the same person. Earlier changes of other columns are kept. */
export async function insertImportedEdits(
  sql: SqlSession,
  owner: EditsOwner,
  from: { importId: string; layerId: string },
  absent: { reason: string } | null,
): Promise<void> {
  const into = "id, community_id, contribution_id, layer_id, operation, fid, base_version, fields, has_geometry, geom, reason";
  const rows = "r.operation, r.fid, r.base_version, r.fields, r.has_geometry, r.geom";
  const params = [from.importId, owner.id, owner.communityId, from.layerId];
  await sql.query(
    `INSERT INTO contribution_edits AS e (${into})
     SELECT gen_random_uuid(), $3::uuid, $2::uuid, $4::uuid, ${rows}, CASE WHEN r.is_absent THEN $5 ELSE '' END
     FROM edit_import_rows r
     WHERE r.import_id = $1::uuid AND r.community_id = $3::uuid AND r.operation <> 'insert' AND (NOT r.is_absent OR $6::boolean)
     ORDER BY r.position
     ${ON_CONFLICT_ADD}`,
    [...params, absent?.reason ?? "", absent !== null],
  );
  await sql.query(
    `INSERT INTO contribution_edits AS e (${into})
     SELECT ${STABLE_ID}, $3::uuid, $2::uuid, $4::uuid, r.operation, NULL, NULL, r.fields, true, r.geom, ''
     FROM edit_import_rows r
     WHERE r.import_id = $1::uuid AND r.community_id = $3::uuid AND r.operation = 'insert' ORDER BY r.position
     ON CONFLICT (id) DO UPDATE SET fields = EXCLUDED.fields, geom = EXCLUDED.geom, updated_at = now()`,
    params,
  );
}

export async function touchContribution(sql: SqlSession, { id, communityId }: EditsOwner): Promise<void> {
  await sql.query("UPDATE contributions SET updated_at = now() WHERE id = $1::uuid AND community_id = $2::uuid", [id, communityId]);
}
