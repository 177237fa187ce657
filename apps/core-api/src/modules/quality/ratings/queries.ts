import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface RatingRow {
  id: string;
  userId: string;
  stars: number;
  comment: string;
  isHidden: boolean;
  updatedAt: Date;
}

const COLUMNS = `id, user_id AS "userId", stars, comment, hidden_at IS NOT NULL AS "isHidden", updated_at AS "updatedAt"`;

export async function ratingOf(sql: SqlSession, datasetId: string, userId: string): Promise<RatingRow | undefined> {
  const [row] = await sql.query<RatingRow>(`SELECT ${COLUMNS} FROM dataset_ratings WHERE dataset_id = $1::uuid AND user_id = $2::uuid`, [
    datasetId,
    userId,
  ]);
  return row;
}

/** Comments on a dataset that the caller may see, newest first. Ratings without a comment only count in the figures. */
export function commentRows(sql: SqlSession, datasetId: string, page: { limit: number; offset: number }) {
  return sql.query<RatingRow & { total: number }>(
    `SELECT ${COLUMNS}, count(*) OVER ()::integer AS total FROM dataset_ratings WHERE dataset_id = $1::uuid AND comment <> ''
     ORDER BY updated_at DESC, id LIMIT ${Number(page.limit)} OFFSET ${Number(page.offset)}`,
    [datasetId],
  );
}

/** Names of the authors of comments. @param sql of the system: readers may not read the table of people */
export async function namesOf(sql: SqlSession, userIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql.query<{ id: string; name: string }>("SELECT id, name FROM users WHERE id = ANY ($1::uuid[])", [userIds]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** A changed comment is visible again, and can be hidden again. */
export async function saveRating(
  sql: SqlSession,
  rating: { id: string; datasetId: string; communityId: string; userId: string; stars: number; comment: string },
): Promise<void> {
  await sql.query(
    `INSERT INTO dataset_ratings AS r (id, dataset_id, community_id, user_id, stars, comment)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::integer, $6)
     ON CONFLICT (dataset_id, user_id) DO UPDATE SET stars = EXCLUDED.stars, comment = EXCLUDED.comment, updated_at = now(),
       hidden_at = CASE WHEN r.comment = EXCLUDED.comment THEN r.hidden_at END,
       hidden_by_id = CASE WHEN r.comment = EXCLUDED.comment THEN r.hidden_by_id END`,
    [rating.id, rating.datasetId, rating.communityId, rating.userId, rating.stars, rating.comment],
  );
}

/** @returns the community of the dataset; undefined when there was no rating */
export async function deleteRating(sql: SqlSession, datasetId: string, userId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ communityId: string }>(
    `DELETE FROM dataset_ratings WHERE dataset_id = $1::uuid AND user_id = $2::uuid RETURNING community_id AS "communityId"`,
    [datasetId, userId],
  );
  return row?.communityId;
}

export async function setHidden(
  sql: SqlSession,
  input: { ratingId: string; communityId: string; by: string; isHidden: boolean },
): Promise<string | undefined> {
  const [row] = await sql.query<{ datasetId: string }>(
    `UPDATE dataset_ratings SET hidden_at = CASE WHEN $3::boolean THEN coalesce(hidden_at, now()) END,
       hidden_by_id = CASE WHEN $3::boolean THEN $4::uuid END
     WHERE id = $1::uuid AND community_id = $2::uuid RETURNING dataset_id AS "datasetId"`,
    [input.ratingId, input.communityId, input.isHidden, input.by],
  );
  return row?.datasetId;
}
