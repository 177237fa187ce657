import { roles } from "@archipel/contracts/members.ts";
import type { Tx } from "@archipel/database/database.ts";

export const ruleOf = (tx: Tx, communityId: string) =>
  tx.community.findUniqueOrThrow({ where: { id: communityId }, select: { name: true, secondFactorFrom: true } });

export async function saveRule(tx: Tx, communityId: string, secondFactorFrom: string | null): Promise<void> {
  await tx.community.update({ where: { id: communityId }, data: { secondFactorFrom } });
}

/** Active moderators and managers without a proved second factor, by name. As the platform: nobody else reads second factors. */
export function withoutFactor(tx: Tx, communityId: string) {
  return tx.membership.findMany({
    where: {
      communityId,
      status: "active",
      role: { in: roles.slice(roles.indexOf("moderator")) },
      user: { status: "active", OR: [{ secondFactor: null }, { secondFactor: { confirmedAt: null } }] },
    },
    select: { userId: true, role: true, user: { select: { name: true } } },
    orderBy: { user: { name: "asc" } },
  });
}
