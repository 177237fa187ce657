import type { Me } from "@archipel/contracts/identity.ts";
import { role as roleSchema } from "@archipel/contracts/members.ts";
import { locale as localeSchema } from "@archipel/contracts/text.ts";
import type { Actor, Person } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { unmetOf } from "../providers/service/required.ts";
import { accountById, communitiesOf, updateAccount } from "../queries/accounts.ts";
import { actingAs } from "../second-factor/policy.ts";
import { needsSecondFactor } from "../second-factor/service/prove-code.ts";
import { assertHardToGuess, hashPassword } from "./passwords.ts";
import { provePassword } from "./prove-password.ts";
import { endSessionsOf } from "./sessions.ts";

/** The caller with their communities; null for a visitor. A suspended person gets the error `account-suspended`. */
export async function me(core: Core, actor: Actor): Promise<Me | null> {
  const { userId } = actor;
  if (!userId) return null;
  if (actor.isSuspended) throw new DomainError("forbidden", "account-suspended");
  return core.database.withSystem(async (tx) => {
    const user = await accountById(tx, userId);
    if (!user) return null;
    const memberships = await communitiesOf(tx, userId);
    const hasFactor = actor.hasSecondStep === true || (await needsSecondFactor(tx, userId));
    const unmet = await unmetOf(tx, userId);
    return {
      id: user.id,
      email: user.email,
      name: user.name,
      locale: localeSchema.catch("fr").parse(user.locale),
      isOperator: user.isOperator,
      communities: memberships.map(({ role, community: { secondFactorFrom, ...community } }) => {
        const held = roleSchema.parse(role);
        return { ...community, ...actingAs(held, { secondFactorFrom, hasFactor, unmet: unmet.get(community.id) }) };
      }),
    };
  });
}

/** The communities that a person is a member of, by name: the command line acts in one. */
export async function communitiesOfPerson(core: Core, userId: string): Promise<{ id: string; name: string }[]> {
  const memberships = await core.database.withSystem((tx) => communitiesOf(tx, userId));
  return memberships.map(({ community: { id, name } }) => ({ id, name }));
}

export async function updateProfile(
  core: Core,
  actor: Person,
  changes: { name?: string | undefined; locale?: "fr" | "en" | undefined },
): Promise<void> {
  const { name, locale } = changes;
  await core.database.withSystem(async (tx) => {
    await updateAccount(tx, actor.userId, { ...(name ? { name } : {}), ...(locale ? { locale } : {}) });
    await audit(tx, {
      communityId: null,
      actorId: actor.userId,
      action: "account.updated",
      resourceType: "user",
      resourceId: actor.userId,
      summary: { fields: Object.keys(changes) },
    });
  });
}

/** The session that changes a password: the one that stays, and where it calls from. */
interface ChangingSession {
  accessToken: string | null;
  network: string;
}

/** Changes the password and ends the person's other sessions. Wrong tries count with those of sign-ins: who holds a session may be a thief. */
export async function changePassword(
  core: Core,
  actor: Person,
  input: { current: string; next: string },
  { accessToken, network }: ChangingSession,
): Promise<void> {
  const user = await provePassword(core, actor.userId, { password: input.current, network, field: "current" });
  await assertHardToGuess(input.next, user, "next");
  const passwordHash = await hashPassword(input.next);
  await core.database.withSystem(async (tx) => {
    await updateAccount(tx, actor.userId, { passwordHash });
    await endSessionsOf(tx, actor.userId, accessToken);
    await audit(tx, {
      communityId: null,
      actorId: actor.userId,
      action: "account.password-changed",
      resourceType: "user",
      resourceId: actor.userId,
    });
  });
}

/** A person who may sign in; null when the account is gone or suspended. */
export async function activeAccount(core: Core, userId: string) {
  const user = await core.database.withSystem((tx) => accountById(tx, userId));
  return user?.status === "active" ? user : null;
}
