import type { Tx } from "@archipel/database/database.ts";

/** Names of people, if the caller may know them. Programs and people who left (null) have no name. */
export async function namesOf(tx: Tx, userIds: readonly (string | null)[]): Promise<Map<string | null, string>> {
  const ids = [...new Set(userIds)].filter((id) => id !== null);
  const users = await tx.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(users.map((user) => [user.id, user.name]));
}
