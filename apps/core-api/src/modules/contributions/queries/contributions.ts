import type { ContributionOrigin, ContributionStatus } from "@archipel/contracts/contributions.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { keysetPage, keysetPlace } from "../../../kernel/keyset.ts";
import { touchesTerritory } from "./territory.ts";

export interface ContributionRow {
  id: string;
  communityId: string;
  datasetId: string;
  datasetTitle: string;
  authorId: string | null;
  authorName: string | null;
  title: string;
  message: string;
  origin: ContributionOrigin;
  status: ContributionStatus;
  reason: string;
  /** The grants by which its author edits; empty: by a role. */
  grantIds: string[];
  revertsId: string | null;
  decidedByName: string | null;
  inserted: number;
  updated: number;
  deleted: number;
  editsVersion: number;
  createdAt: Date;
  submittedAt: Date | null;
  decidedAt: Date | null;
}

const nameOf = (column: string) => `(SELECT n.name FROM app.names_of(ARRAY[${column}]) n)`;
const countOf = (operation: string) =>
  `(SELECT count(*)::integer FROM contribution_edits e WHERE e.contribution_id = c.id AND e.operation = '${operation}')`;

const CONTRIBUTION = `
  SELECT c.id, c.community_id AS "communityId", c.dataset_id AS "datasetId", d.title AS "datasetTitle", c.author_id AS "authorId",
    ${nameOf("c.author_id")} AS "authorName", c.title, c.message, c.origin, c.status, c.reason, c.grant_ids AS "grantIds", c.reverts_id AS "revertsId",
    ${nameOf("c.decided_by_id")} AS "decidedByName", ${countOf("insert")} AS inserted, ${countOf("update")} AS updated,
    ${countOf("delete")} AS deleted, c.edits_version AS "editsVersion",
    c.created_at AS "createdAt", c.submitted_at AS "submittedAt", c.decided_at AS "decidedAt"
  FROM contributions c JOIN datasets d ON d.id = c.dataset_id`;

export async function contributionRow(sql: SqlSession, community: CommunityId, id: string): Promise<ContributionRow | undefined> {
  const rows = await sql.query<ContributionRow>(`${CONTRIBUTION} WHERE c.community_id = $1::uuid AND c.id = $2::uuid`, [community, id]);
  return rows[0];
}

export interface ContributionFilter {
  status: ContributionStatus[] | null;
  datasetId: string | null;
  authorId: string | null;
  /** Only contributions that touch this person's territory. */
  inTerritoryOf: string | null;
  /** Text in the title or the author's name; case and accents do not matter. */
  search: string | null;
}

const IS_OPEN = "c.status IN ('submitted', 'conflicting')";
/** Sort keys, both ascending: open contributions first, the longest waiting at the top; then the others, the latest first. */
const PLACE = `(NOT ${IS_OPEN})::integer,
  CASE WHEN ${IS_OPEN} THEN extract(epoch FROM coalesce(c.submitted_at, c.created_at)) ELSE -extract(epoch FROM c.updated_at) END`;

/** A page of contributions, sorted by `PLACE`. */
export async function contributionRows(
  sql: SqlSession,
  community: CommunityId,
  filter: ContributionFilter,
  page: { cursor?: string | null | undefined; limit: number },
): Promise<{ rows: ContributionRow[]; total: number; nextCursor: string | null }> {
  const where = `WHERE c.community_id = $1::uuid AND ($2::text[] IS NULL OR c.status = ANY ($2::text[]))
    AND ($3::uuid IS NULL OR c.dataset_id = $3::uuid) AND ($4::uuid IS NULL OR c.author_id = $4::uuid)
    AND NOT (c.origin = 'report' AND c.status = 'draft')
    AND ($5::uuid IS NULL OR ${touchesTerritory("$5::uuid")})
    AND ($6::text IS NULL OR position(app.fold($6::text) IN app.fold(concat_ws(' ', c.title, ${nameOf("c.author_id")}))) > 0)`;
  const params = [community, filter.status, filter.datasetId, filter.authorId, filter.inTerritoryOf, filter.search];
  const [count] = await sql.query<{ total: number }>(`SELECT count(*)::integer AS total FROM contributions c ${where}`, params);
  const after = keysetPlace(page.cursor);
  const isAfter = after ? ` AND (${PLACE}, c.id) > ($7::integer, $8::numeric, $9::uuid)` : "";
  const [rank, moment] = ["k.place->0", "(k.place->>1)::numeric"];
  const found = await sql.query<ContributionRow & { at: unknown }>(
    `SELECT one.*, k.place AS at FROM (${CONTRIBUTION} ${where}${isAfter} ORDER BY ${PLACE}, c.id LIMIT ${Number(page.limit) + 1}) one
       CROSS JOIN LATERAL (SELECT jsonb_build_array(rank, moment::text, c.id) AS place
         FROM (SELECT c.id, ${PLACE.replace("::integer,", "::integer AS rank,")} AS moment FROM contributions c WHERE c.id = one.id) c) k
     ORDER BY ${rank}, ${moment}, one.id`,
    [...params, ...(after ?? [])],
  );
  return { ...keysetPage(found, page.limit), total: count?.total ?? 0 };
}

/** Locks a contribution until the transaction ends, so that it cannot be merged twice. @returns false when it does not exist */
export async function lockContribution(sql: SqlSession, community: CommunityId, id: string): Promise<boolean> {
  const rows = await sql.query("SELECT id FROM contributions WHERE community_id = $1::uuid AND id = $2::uuid FOR UPDATE", [community, id]);
  return rows.length > 0;
}

export async function setStatus(
  sql: SqlSession,
  community: CommunityId,
  id: string,
  change: { status: ContributionStatus; decidedById?: string; reason?: string; isSubmission?: boolean },
): Promise<void> {
  await sql.query(
    `UPDATE contributions SET status = $3, updated_at = now(), reason = coalesce($4, reason),
       decided_by_id = coalesce($5::uuid, decided_by_id), decided_at = CASE WHEN $5::uuid IS NULL THEN decided_at ELSE now() END,
       submitted_at = CASE WHEN $6::boolean THEN now() ELSE submitted_at END
     WHERE community_id = $1::uuid AND id = $2::uuid`,
    [community, id, change.status, change.reason ?? null, change.decidedById ?? null, change.isSubmission ?? false],
  );
}

export async function rulesRow(sql: SqlSession, community: CommunityId, datasetId: string) {
  const rows = await sql.query<{
    isOpen: boolean;
    directRole: string;
    approvals: number;
    territoryCounts: boolean;
    lockedColumns: unknown;
  }>(
    `SELECT is_open AS "isOpen", direct_role AS "directRole", approvals, territory_counts AS "territoryCounts", locked_columns AS "lockedColumns"
     FROM edit_rules WHERE community_id = $1::uuid AND dataset_id = $2::uuid`,
    [community, datasetId],
  );
  return rows[0];
}

export interface Approvals {
  given: number;
  /** The person who asks gave one of them. */
  isMine: boolean;
}

/** Approvals of the current edits since the contribution was last submitted. Each person counts once, the author never. */
export async function countApprovals(sql: SqlSession, community: CommunityId, id: string, userId: string): Promise<Approvals> {
  const [row] = await sql.query<{ given: number; isMine: boolean | null }>(
    `SELECT count(DISTINCT r.reviewer_id)::integer AS given, bool_or(r.reviewer_id = $3::uuid) AS "isMine"
     FROM contribution_reviews r JOIN contributions c ON c.id = r.contribution_id
     WHERE c.community_id = $1::uuid AND c.id = $2::uuid AND r.verdict = 'approve' AND r.created_at >= c.submitted_at
       AND coalesce(r.edits_version = c.edits_version, true) AND r.reviewer_id IS DISTINCT FROM c.author_id`,
    [community, id, userId],
  );
  return { given: row?.given ?? 0, isMine: row?.isMine ?? false };
}

export function reviewRows(sql: SqlSession, community: CommunityId, id: string) {
  return sql.query<{ id: string; reviewerName: string | null; verdict: string; comment: string; createdAt: Date }>(
    `SELECT r.id, ${nameOf("r.reviewer_id")} AS "reviewerName", r.verdict, r.comment, r.created_at AS "createdAt"
     FROM contribution_reviews r WHERE r.community_id = $1::uuid AND r.contribution_id = $2::uuid ORDER BY r.created_at, r.id`,
    [community, id],
  );
}

export function commentRows(sql: SqlSession, community: CommunityId, id: string) {
  return sql.query<{ id: string; editId: string | null; authorName: string | null; body: string; createdAt: Date }>(
    `SELECT m.id, m.edit_id AS "editId", ${nameOf("m.author_id")} AS "authorName", m.body, m.created_at AS "createdAt"
     FROM contribution_comments m WHERE m.community_id = $1::uuid AND m.contribution_id = $2::uuid ORDER BY m.created_at, m.id`,
    [community, id],
  );
}

export async function editsVersionOf(sql: SqlSession, community: CommunityId, id: string): Promise<number> {
  const [row] = await sql.query<{ version: number }>(
    "SELECT edits_version AS version FROM contributions WHERE community_id = $1::uuid AND id = $2::uuid",
    [community, id],
  );
  return row?.version ?? 0;
}

/** Contributions that wait for a decision and change this feature, the oldest first. Drafts are private and left out. */
export function rivalRows(
  sql: SqlSession,
  community: CommunityId,
  feature: { layerId: string; fid: number },
  exceptId: string | null,
): Promise<{ id: string; title: string; status: ContributionStatus; authorId: string | null; authorName: string | null }[]> {
  return sql.query(
    `SELECT c.id, c.title, c.status, c.author_id AS "authorId", ${nameOf("c.author_id")} AS "authorName"
     FROM contribution_edits e JOIN contributions c ON c.id = e.contribution_id
     WHERE e.layer_id = $2::uuid AND e.fid = $3::bigint AND c.community_id = $1::uuid AND c.id IS DISTINCT FROM $4::uuid
       AND c.status IN ('submitted', 'changes-requested', 'conflicting')
     ORDER BY c.submitted_at, c.id LIMIT 20`,
    [community, feature.layerId, feature.fid, exceptId],
  );
}

/** How many reviews and comments a contribution has. */
export async function countDiscussion(sql: SqlSession, community: CommunityId, id: string): Promise<number> {
  const [row] = await sql.query<{ said: number }>(
    `SELECT ((SELECT count(*) FROM contribution_reviews WHERE community_id = $1::uuid AND contribution_id = $2::uuid)
       + (SELECT count(*) FROM contribution_comments WHERE community_id = $1::uuid AND contribution_id = $2::uuid))::integer AS said`,
    [community, id],
  );
  return row?.said ?? 0;
}
