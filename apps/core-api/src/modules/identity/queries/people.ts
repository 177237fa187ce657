import type { PersonStatus } from "@archipel/contracts/identity.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";

const withCount = { _count: { select: { memberships: true } }, secondFactor: { select: { confirmedAt: true } } } as const;

/** People who have confirmed their address, by name. */
export async function peopleRows(tx: Tx, filter: { q: string; status: PersonStatus | null }, page: { limit: number; offset: number }) {
  const words = { contains: filter.q, mode: "insensitive" } as const;
  const where: Prisma.UserWhereInput = {
    emailVerifiedAt: { not: null },
    ...(filter.status ? { status: filter.status } : {}),
    ...(filter.q ? { OR: [{ name: words }, { email: words }] } : {}),
  };
  const total = await tx.user.count({ where });
  const rows = await tx.user.findMany({
    where,
    include: withCount,
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: page.limit,
    skip: page.offset,
  });
  return { rows, total };
}

export function personRow(tx: Tx, userId: string) {
  return tx.user.findUnique({ where: { id: userId }, include: withCount });
}

export async function setStatus(tx: Tx, userId: string, status: PersonStatus): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { status } });
}

/** Whether a person is still an active operator. Locks all operators, so that two cannot suspend each other at once. */
export async function isOperatorStill(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string; status: string }[]>`
    SELECT id, status FROM users WHERE is_operator ORDER BY id FOR UPDATE`;
  return rows.some((row) => row.id === userId && row.status === "active");
}
