import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** A dataset of the community; undefined for any other. */
export async function ownTitle(sql: SqlSession, communityId: CommunityId, datasetId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ title: string }>("SELECT title FROM datasets WHERE id = $1::uuid AND community_id = $2::uuid", [
    ...[datasetId, communityId],
  ]);
  return row?.title;
}

/** An active account by its address. In the system scope. */
export async function personAt(sql: SqlSession, email: string) {
  const [row] = await sql.query<{ id: string; name: string; email: string }>(
    "SELECT id, name, email FROM users WHERE email = $1 AND status = 'active' AND email_verified_at IS NOT NULL",
    [email],
  );
  return row;
}

/** A group of the community. */
export async function ownGroup(sql: SqlSession, communityId: CommunityId, groupId: string) {
  const [row] = await sql.query<{ name: string }>("SELECT name FROM groups WHERE id = $1::uuid AND community_id = $2::uuid", [
    ...[groupId, communityId],
  ]);
  return row;
}

/** An organisation. In the system scope. */
export async function organisationAt(sql: SqlSession, organisationId: string) {
  const [row] = await sql.query<{ name: string }>("SELECT name_fr AS name FROM organisations WHERE id = $1::uuid", [organisationId]);
  return row;
}

/** An active community by its short name. In the system scope. */
export async function communityAt(sql: SqlSession, slug: string) {
  const [row] = await sql.query<{ id: string; name: string }>("SELECT id, name FROM communities WHERE slug = $1 AND status = 'active'", [
    slug,
  ]);
  return row;
}
