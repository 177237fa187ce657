import type { SecondFactorRule } from "@archipel/contracts/members.ts";
import { role as roleSchema, secondFactorFrom } from "@archipel/contracts/members.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { ruleOf, saveRule, withoutFactor } from "./queries.ts";

/** Which roles need a second factor, and who of them has none yet. */
export function secondFactorRule(core: Core, { communityId }: MemberActor): Promise<SecondFactorRule> {
  return core.database.withSystem(async (tx) => {
    const { secondFactorFrom: from } = await ruleOf(tx, communityId);
    const without = await withoutFactor(tx, communityId);
    return {
      from: secondFactorFrom.catch(null).parse(from),
      without: without.map(({ userId, role, user }) => ({ userId, name: user.name, role: roleSchema.parse(role) })),
    };
  });
}

/**
 * Sets which roles need a second factor. Members without one act in the role below until they add it (`actingRole`).
 *
 * @throws DomainError `second-factor-first` for a manager who has none: nobody could take the rule back
 */
export async function setSecondFactorRule(core: Core, actor: MemberActor, from: SecondFactorRule["from"]): Promise<SecondFactorRule> {
  const { communityId, userId } = actor;
  const { without } = await secondFactorRule(core, actor);
  if (from !== null && !actor.hasSecondStep && without.some((one) => one.userId === userId))
    throw new DomainError("conflict", "second-factor-first");
  await core.database.withTenant(actor, async (tx) => {
    const { name } = await ruleOf(tx, communityId);
    await saveRule(tx, communityId, from);
    const summary = { name, role: from ?? "" };
    const action = from === null ? "member.second-factor-free" : "member.second-factor-asked";
    await audit(tx, { communityId, actorId: userId, action, resourceType: "member", resourceId: communityId, summary });
    await emit(tx, "community.updated", communityId, { communityId });
  });
  return { from, without };
}
