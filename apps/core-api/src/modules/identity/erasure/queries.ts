import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import { PERSON_COLUMNS, partsOf } from "./policy.ts";

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

/** Deletes and empties rows as `PERSON_COLUMNS` says, then deletes the account. What its foreign keys cascade to goes with it. */
export async function eraseRows(tx: Tx, user: { id: string; email: string; name: string }): Promise<void> {
  const { id, email, name } = user;
  // Names that other rows repeat, while memberships and requests still say where.
  await tx.$executeRaw`
    UPDATE notices SET params = jsonb_set(params, '{actor}', 'null')
    WHERE params ->> 'actor' = ${name} AND community_id IN (
      SELECT community_id FROM memberships WHERE user_id = ${id}::uuid UNION SELECT community_id FROM member_requests WHERE user_id = ${id}::uuid)`;
  await tx.$executeRaw`
    UPDATE audit_entries SET summary = summary - 'name' - 'email' WHERE resource_type = 'member' AND resource_id IN (
      SELECT id::text FROM memberships WHERE user_id = ${id}::uuid UNION SELECT id::text FROM member_requests WHERE user_id = ${id}::uuid)`;
  await tx.$executeRaw`
    UPDATE audit_entries SET summary = summary - 'email' WHERE resource_type = 'member' AND summary ->> 'email' = ${email}`;
  // The journal of the account: failed sign-ins with their networks.
  await tx.$executeRaw`DELETE FROM audit_entries WHERE resource_type = 'user' AND resource_id = ${id}`;
  await tx.invitation.deleteMany({ where: { email } });
  await tx.mail.deleteMany({ where: { recipient: email } });
  await tx.notice.deleteMany({ where: { email } });
  await tx.report.updateMany({ where: { authorEmail: email }, data: { authorEmail: null } });
  await tx.$executeRaw`DELETE FROM oidc_payloads WHERE payload ->> 'accountId' = ${id}`;
  for (const rule of PERSON_COLUMNS) {
    const { table, name: column } = partsOf(rule);
    const [from, where] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${column}"`)];
    if (rule.at === "goes") await tx.$executeRaw`DELETE FROM ${from} WHERE ${where} = ${id}::uuid`;
    if (rule.at === "emptied") await tx.$executeRaw`UPDATE ${from} SET ${where} = NULL WHERE ${where} = ${id}::uuid`;
  }
  await tx.user.delete({ where: { id } });
}
