import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** The latest decided requests that managers still see, and the most open ones. */
const DECIDED_SHOWN = 50;
const OPEN_SHOWN = 200;

export interface AccessRequestRow {
  id: string;
  datasetId: string;
  datasetTitle: string;
  userId: string;
  permission: string;
  reason: string;
  status: string;
  answer: string;
  createdAt: Date;
  decidedAt: Date | null;
  decidedById: string | null;
}

const REQUEST = `SELECT r.id, r.dataset_id AS "datasetId", d.title AS "datasetTitle", r.user_id AS "userId", r.permission, r.reason, r.status, r.answer,
  r.created_at AS "createdAt", r.decided_at AS "decidedAt", r.decided_by_id AS "decidedById"
  FROM access_requests r JOIN datasets d ON d.id = r.dataset_id`;

/** Open ones, the oldest first; or the latest decided ones. */
export function accessRequestRows(sql: SqlSession, communityId: CommunityId, datasetId: string | null, isDecided: boolean) {
  const which = isDecided
    ? `r.status IN ('accepted', 'declined') ORDER BY r.decided_at DESC LIMIT ${DECIDED_SHOWN}`
    : `r.status = 'open' ORDER BY r.created_at LIMIT ${OPEN_SHOWN}`;
  return sql.query<AccessRequestRow>(
    `${REQUEST} WHERE r.community_id = $1::uuid AND ($2::uuid IS NULL OR r.dataset_id = $2::uuid) AND ${which}`,
    [communityId, datasetId],
  );
}

/** An open request of the community, locked until the transaction ends. */
export async function lockOpenRequest(sql: SqlSession, communityId: CommunityId, requestId: string): Promise<AccessRequestRow | undefined> {
  const [row] = await sql.query<AccessRequestRow>(
    `${REQUEST} WHERE r.community_id = $1::uuid AND r.id = $2::uuid AND r.status = 'open' FOR UPDATE OF r`,
    [communityId, requestId],
  );
  return row;
}

export async function decideRequest(
  sql: SqlSession,
  requestId: string,
  decision: { status: "accepted" | "declined"; answer: string; grantId: string | null; userId: string },
): Promise<void> {
  await sql.query(
    `UPDATE access_requests SET status = $2, answer = $3, grant_id = $4::uuid, decided_by_id = $5::uuid, decided_at = now() WHERE id = $1::uuid`,
    [requestId, decision.status, decision.answer, decision.grantId, decision.userId],
  );
}

/** Marks the notices of a request as read, when nothing is left to do. In the system scope. */
export async function settleNotices(sql: SqlSession, requestId: string): Promise<void> {
  await sql.query(
    "UPDATE notices SET read_at = now(), mail_due_at = NULL WHERE subject_type = 'access' AND subject_id = $1::uuid AND read_at IS NULL",
    [requestId],
  );
}

/** A dataset with its community, for a request. In the system scope. */
export async function requestableDataset(sql: SqlSession, datasetId: string) {
  const [row] = await sql.query<{ communityId: string; title: string }>(
    `SELECT d.community_id AS "communityId", d.title FROM datasets d JOIN communities c ON c.id = d.community_id AND c.status = 'active'
     WHERE d.id = $1::uuid AND d.status = 'published'`,
    [datasetId],
  );
  return row;
}

export async function countSince(sql: SqlSession, userId: string, since: Date): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    "SELECT count(*)::integer AS count FROM access_requests WHERE user_id = $1::uuid AND created_at > $2::timestamptz",
    [userId, since.toISOString()],
  );
  return row?.count ?? 0;
}

export async function insertRequest(
  sql: SqlSession,
  row: { id: string; communityId: string; datasetId: string; userId: string; portalId: string; permission: string; reason: string },
): Promise<void> {
  await sql.query(
    `INSERT INTO access_requests (id, community_id, dataset_id, user_id, portal_id, reason, permission)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6, $7)`,
    [row.id, row.communityId, row.datasetId, row.userId, row.portalId, row.reason, row.permission],
  );
}

/** Closes the person's own open request. Of concurrent callers, only one gets it. In the system scope. */
export async function withdrawOpen(sql: SqlSession, requestId: string, userId: string) {
  const [row] = await sql.query<{ communityId: string; datasetId: string }>(
    `UPDATE access_requests SET status = 'withdrawn', decided_at = now() WHERE id = $1::uuid AND user_id = $2::uuid AND status = 'open'
     RETURNING community_id AS "communityId", dataset_id AS "datasetId"`,
    [requestId, userId],
  );
  return row;
}
