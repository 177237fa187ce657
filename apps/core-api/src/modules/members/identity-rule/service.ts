import { type IdentityRule, identityFrom, type LackingIdentity, role as roleSchema } from "@archipel/contracts/members.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { requirableProviders } from "../../identity/providers/service/manage.ts";
import { lackingRows, ruleOf, saveRule } from "./queries.ts";

/** Whether roles of the community need an identity of an institution, and which count. */
export async function identityRule(core: Core, { communityId }: MemberActor): Promise<IdentityRule> {
  const rule = await core.database.withSystem((tx) => ruleOf(tx, communityId));
  const offered = await requirableProviders(core);
  return {
    from: identityFrom.catch(null).parse(rule.identityFrom),
    providers: rule.identityProviders,
    domains: rule.identityDomains,
    offered,
  };
}

type Wanted = Pick<IdentityRule, "from" | "providers" | "domains">;

const savedOf = ({ from, providers, domains }: Wanted) => ({
  identityFrom: from,
  identityProviders: from === null ? [] : [...new Set(providers)],
  identityDomains: from === null ? [] : [...new Set(domains)],
});

/** The members who would lose rights by a rule. */
export async function lackingIdentity(core: Core, { communityId }: MemberActor, wanted: Wanted): Promise<LackingIdentity> {
  if (wanted.from === null) return [];
  const rows = await core.database.withSystem((tx) => lackingRows(tx, communityId, savedOf(wanted)));
  return rows.map(({ userId, name, role }) => ({ userId, name, role: roleSchema.parse(role) }));
}

/**
 * Sets where managers, or all members, must come from. Who does not acts in the role below, or is out, until they sign in with the institution.
 *
 * @throws DomainError `identity-empty` for a rule that nobody meets, `provider-not-found`, and `identity-first` for a manager who does not
 *   meet it: nobody could take the rule back
 */
export async function setIdentityRule(core: Core, actor: MemberActor, wanted: Wanted): Promise<void> {
  const { communityId, userId } = actor;
  const saved = savedOf(wanted);
  if (saved.identityFrom !== null) {
    if (saved.identityProviders.length + saved.identityDomains.length === 0) throw new DomainError("invalid", "identity-empty");
    const offered = (await requirableProviders(core)).map(({ id }) => id);
    if (saved.identityProviders.some((id) => !offered.includes(id))) throw new DomainError("not-found", "provider-not-found");
    if ((await lackingIdentity(core, actor, wanted)).some((one) => one.userId === userId))
      throw new DomainError("conflict", "identity-first");
  }
  await core.database.withTenant(actor, async (tx) => {
    const { name } = await ruleOf(tx, communityId);
    await saveRule(tx, communityId, saved);
    const action = saved.identityFrom === null ? "member.identity-free" : "member.identity-asked";
    const summary = { name, role: saved.identityFrom ?? "" };
    await audit(tx, { communityId, actorId: userId, action, resourceType: "member", resourceId: communityId, summary });
    await emit(tx, "community.updated", communityId, { communityId });
  });
}
