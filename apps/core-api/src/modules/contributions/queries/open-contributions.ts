import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

interface NewContribution {
  id: string;
  datasetId: string;
  authorId: string | null;
  title: string;
  /** The grants by which the author edits; none: by a role. */
  grantIds?: readonly string[];
}

/** @returns false when the author has an open draft of the dataset already: one created at the same time is waited for */
export async function insertDraft(
  sql: SqlSession,
  community: CommunityId,
  { id, datasetId, authorId, title, message, origin, grantIds = [] }: NewContribution & { message: string; origin: string },
): Promise<boolean> {
  const made = await sql.query(
    `INSERT INTO contributions (id, community_id, dataset_id, author_id, title, message, origin, grant_ids)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6, $7, $8::uuid[])
     ON CONFLICT (author_id, dataset_id) WHERE status = 'draft' AND origin IN ('editor', 'import') DO NOTHING RETURNING id`,
    [id, community, datasetId, authorId, title, message, origin, grantIds],
  );
  return made.length > 0;
}

export async function openDraftId(
  sql: SqlSession,
  community: CommunityId,
  datasetId: string,
  authorId: string,
): Promise<string | undefined> {
  const [row] = await sql.query<{ id: string }>(
    `SELECT id FROM contributions
     WHERE community_id = $1::uuid AND dataset_id = $2::uuid AND author_id = $3::uuid AND status = 'draft' AND origin IN ('editor', 'import')`,
    [community, datasetId, authorId],
  );
  return row?.id;
}

export async function insertFromProgram(
  sql: SqlSession,
  community: CommunityId,
  { id, datasetId, authorId, title, status, grantIds = [] }: NewContribution & { status: "draft" | "submitted" },
): Promise<void> {
  await sql.query(
    `INSERT INTO contributions (id, community_id, dataset_id, author_id, title, origin, status, submitted_at, grant_ids)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, 'api', $6, CASE WHEN $6 = 'submitted' THEN now() END, $7::uuid[])`,
    [id, community, datasetId, authorId, title, status, grantIds],
  );
}

export async function insertFromReport(
  sql: SqlSession,
  community: CommunityId,
  { id, datasetId, authorId, title }: NewContribution,
): Promise<void> {
  await sql.query(
    `INSERT INTO contributions (id, community_id, dataset_id, author_id, title, origin, status)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, 'report', 'draft')`,
    [id, community, datasetId, authorId, title],
  );
}

export async function insertRevert(
  sql: SqlSession,
  community: CommunityId,
  { id, datasetId, authorId, title, revertsId }: NewContribution & { revertsId: string },
): Promise<void> {
  await sql.query(
    `INSERT INTO contributions (id, community_id, dataset_id, author_id, title, origin, reverts_id)
       VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, 'revert', $6::uuid)`,
    [id, community, datasetId, authorId, title, revertsId],
  );
}

export async function setDescription(
  sql: SqlSession,
  community: CommunityId,
  id: string,
  { title, message }: { title: string; message: string },
): Promise<void> {
  await sql.query("UPDATE contributions SET title = $3, message = $4, updated_at = now() WHERE id = $1::uuid AND community_id = $2::uuid", [
    id,
    community,
    title,
    message,
  ]);
}

export async function deleteContribution(sql: SqlSession, community: CommunityId, id: string): Promise<void> {
  await sql.query("DELETE FROM contributions WHERE id = $1::uuid AND community_id = $2::uuid", [id, community]);
}
