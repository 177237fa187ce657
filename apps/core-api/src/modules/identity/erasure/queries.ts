import type { Tx } from "@archipel/database/database.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { PERSON_COLUMNS, PERSON_LISTS, partsOf } from "./policy.ts";

/** Communities that would lose their only active manager. Locks them: two managers cannot leave at the same moment. */
export async function communitiesManagedAlone(tx: Tx, userId: string) {
  await tx.$queryRaw`
    SELECT c.id FROM communities c JOIN memberships m ON m.community_id = c.id
    WHERE m.user_id = ${userId}::uuid AND m.role = 'manager' AND m.status = 'active' ORDER BY c.id FOR UPDATE OF c`;
  return tx.$queryRaw<{ name: string; slug: string }[]>`
    SELECT c.name, c.slug FROM communities c JOIN memberships m ON m.community_id = c.id
    WHERE m.user_id = ${userId}::uuid AND m.role = 'manager' AND m.status = 'active' AND NOT EXISTS (
      SELECT FROM memberships o JOIN users u ON u.id = o.user_id AND u.status = 'active'
      WHERE o.community_id = c.id AND o.user_id <> m.user_id AND o.role = 'manager' AND o.status = 'active')
    ORDER BY c.name`;
}

/** Number of active operators besides this person. Locks all operators. */
export async function otherOperators(tx: Tx, userId: string): Promise<number> {
  const rows = await tx.$queryRaw<{ id: string; status: string }[]>`
    SELECT id, status FROM users WHERE is_operator ORDER BY id FOR UPDATE`;
  return rows.filter(({ id, status }) => id !== userId && status === "active").length;
}

export interface OwnedCounts {
  memberships: number;
  contributions: number;
  reports: number;
  ratings: number;
  keys: number;
}

/** What a person has, for the words before the deletion. */
export async function countOwned(tx: Tx, userId: string): Promise<OwnedCounts> {
  const [memberships, contributions, reports, ratings, keys, communityKeys] = await Promise.all([
    tx.membership.count({ where: { userId } }),
    tx.contribution.count({ where: { authorId: userId } }),
    tx.report.count({ where: { authorId: userId } }),
    tx.datasetRating.count({ where: { userId } }),
    tx.apiKey.count({ where: { userId } }),
    tx.communityKey.count({ where: { createdById: userId } }),
  ]);
  return { memberships, contributions, reports, ratings, keys: keys + communityKeys };
}

export async function dueForErasure(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx.user.findMany({
    where: { deletionAt: { lte: new Date() } },
    select: { id: true },
    orderBy: { deletionAt: "asc" },
    take: limit,
  });
  return rows.map(({ id }) => id);
}

/** An account whose grace period is over, locked; null when it was kept, or erased by another process. */
export async function lockDue(sql: SqlSession, userId: string) {
  const [row] = await sql.query<{ id: string; email: string; name: string; locale: string }>(
    "SELECT id, email, name, locale FROM users WHERE id = $1::uuid AND deletion_at <= now() FOR UPDATE",
    [userId],
  );
  return row ?? null;
}

/** The memberships and requests of a person, which say where rows repeat the name. */
const OWN = (column: string) => `SELECT ${column} FROM memberships WHERE user_id = $1::uuid
  UNION SELECT ${column} FROM member_requests WHERE user_id = $1::uuid
  UNION SELECT ${column} FROM access_requests WHERE user_id = $1::uuid`;

/** Communities whose notices may repeat the name: people without a membership act there too, in groups, by rights, reports and maps. */
const ACTED_IN = `${OWN("community_id")}
  UNION SELECT community_id FROM group_members WHERE user_id = $1::uuid
  UNION SELECT a.community_id FROM organisation_members m JOIN organisation_agreements a ON a.organisation_id = m.organisation_id
    WHERE m.user_id = $1::uuid
  UNION SELECT community_id FROM grants WHERE user_id = $1::uuid
  UNION SELECT community_id FROM contributions WHERE author_id = $1::uuid
  UNION SELECT community_id FROM reports WHERE author_id = $1::uuid
  UNION SELECT community_id FROM saved_maps WHERE owner_id = $1::uuid`;

/** Deletes and empties rows as `PERSON_COLUMNS` says, then deletes the account. What its foreign keys cascade to goes with it. */
export async function eraseRows(sql: SqlSession, user: { id: string; email: string; name: string }): Promise<void> {
  const { id, email, name } = user;
  // Names that other rows repeat.
  await sql.query(
    `UPDATE notices SET params = jsonb_set(params, '{actor}', 'null') WHERE params ->> 'actor' = $2 AND community_id IN (${ACTED_IN})`,
    [id, name],
  );
  await sql.query(
    `UPDATE audit_entries SET summary = summary - 'name' - 'email' WHERE resource_type = 'member' AND resource_id IN (${OWN("id::text")})`,
    [id],
  );
  await sql.query("UPDATE audit_entries SET summary = summary - 'email' WHERE resource_type = 'member' AND summary ->> 'email' = $1", [
    email,
  ]);
  // The journal of the account: failed sign-ins with their networks.
  await sql.query("DELETE FROM audit_entries WHERE resource_type = 'user' AND resource_id = $1", [id]);
  // Only the author sees a draft.
  await sql.query("DELETE FROM contributions WHERE author_id = $1::uuid AND status = 'draft'", [id]);
  await sql.query("DELETE FROM saved_maps WHERE owner_id = $1::uuid AND status = 'draft'", [id]);
  await sql.query("DELETE FROM invitations WHERE email = $1", [email]);
  await sql.query("DELETE FROM group_invitations WHERE email = $1", [email]);
  await sql.query("DELETE FROM organisation_invitations WHERE email = $1", [email]);
  await sql.query("DELETE FROM mails WHERE recipient = $1", [email]);
  await sql.query("DELETE FROM notices WHERE email = $1", [email]);
  await sql.query("DELETE FROM guest_follows WHERE email = lower($1)", [email]);
  await sql.query("UPDATE reports SET author_email = NULL WHERE author_email = $1", [email]);
  await sql.query("DELETE FROM oidc_payloads WHERE payload ->> 'accountId' = $1", [id]);
  for (const rule of PERSON_COLUMNS) {
    const { table, name: column } = partsOf(rule);
    const [from, where] = [quoteIdentifier(table), quoteIdentifier(column)];
    if (rule.at === "goes") await sql.query(`DELETE FROM ${from} WHERE ${where} = $1::uuid`, [id]);
    if (rule.at === "emptied") await sql.query(`UPDATE ${from} SET ${where} = NULL WHERE ${where} = $1::uuid`, [id]);
  }
  for (const rule of PERSON_LISTS) {
    const { table, name: column } = partsOf(rule);
    const [from, list] = [quoteIdentifier(table), quoteIdentifier(column)];
    await sql.query(`UPDATE ${from} SET ${list} = array_remove(${list}, $1::uuid) WHERE $1::uuid = ANY (${list})`, [id]);
  }
  await sql.query("DELETE FROM users WHERE id = $1::uuid", [id]);
}
