import type { DeletionOutlook } from "@archipel/contracts/identity.ts";
import { locale as localeSchema } from "@archipel/contracts/text.ts";
import type { Person } from "../../../kernel/actor.ts";
import { audit, auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit, emitIn } from "../../../kernel/outbox.ts";
import { sendErased, sendLeaving } from "../../notifications/service/address-mails.ts";
import { deleteCodes, lockAccount } from "../queries/accounts.ts";
import { issueCode, redeem } from "../service/one-time-codes.ts";
import { provePassword } from "../service/prove-password.ts";
import { endSessionsOf } from "../service/sessions.ts";
import { brandOf, consoleSite, siteOrConsole } from "../service/sites.ts";
import { GRACE_DAYS } from "./policy.ts";
import { communitiesManagedAlone, countOwned, dueForErasure, eraseRows, lockDue, otherOperators } from "./queries.ts";

/** What the deletion of the caller's account would do, and what must be settled before. */
export function deletionOutlook(core: Core, actor: Person): Promise<DeletionOutlook> {
  return core.database.withSystem(async (tx) => ({
    graceDays: GRACE_DAYS,
    managedAlone: await communitiesManagedAlone(tx, actor.userId),
    isLastOperator: actor.isOperator && (await otherOperators(tx, actor.userId)) === 0,
    counts: await countOwned(tx, actor.userId),
  }));
}

interface Wish {
  password: string;
  client?: string | undefined;
}

/**
 * Ends all sessions and keys of the account at once, and deletes it after the grace period unless the person signs in.
 *
 * @throws DomainError when a community or the platform would be left alone
 */
export async function requestDeletion(core: Core, actor: Person, wish: Wish, network: string): Promise<Date> {
  const { email, name, locale: stored } = await provePassword(core, actor.userId, { password: wish.password, network, field: "password" });
  const deletionAt = new Date(Date.now() + GRACE_DAYS * 86_400_000);
  await core.database.withSystem(async (tx) => {
    const alone = await communitiesManagedAlone(tx, actor.userId);
    if (alone.length > 0) throw new DomainError("conflict", "sole-manager", { communities: alone.map((one) => one.name).join(", ") });
    if (actor.isOperator && (await otherOperators(tx, actor.userId)) === 0) throw new DomainError("conflict", "last-operator");
    await tx.user.update({ where: { id: actor.userId }, data: { status: "leaving", deletionAt } });
    await deleteCodes(tx, actor.userId);
    await endSessionsOf(tx, actor.userId);
    await audit(tx, { ...about(actor.userId), action: "account.deletion-requested" });
    await emit(tx, "account.leaving", null, { userId: actor.userId });
  });
  const site = await siteOrConsole(core, wish.client);
  const locale = localeSchema.catch("fr").parse(stored);
  const link = `${site.origin}/api/session/sign-in?${new URLSearchParams({ callbackUrl: "/", locale })}`;
  await sendLeaving(core, { to: email, locale, brand: brandOf(site, locale), name, deletionAt, link });
  return deletionAt;
}

/** A code with which the person, who has just proved the password, keeps the account. */
export function offerToKeep(core: Core, userId: string): Promise<string> {
  return core.database.withSystem((tx) => issueCode(tx, userId, "keep"));
}

/** Keeps an account that was about to be deleted. @returns the person's id; null when the code is not valid */
export function keepAccount(core: Core, code: string): Promise<string | null> {
  return core.database.withSystem(async (tx) => {
    const userId = await redeem(tx, "keep", code);
    const user = userId === null ? null : await lockAccount(tx, userId);
    if (user?.status !== "leaving") return null;
    await tx.user.update({ where: { id: user.id }, data: { status: "active", deletionAt: null } });
    await audit(tx, { ...about(user.id), action: "account.deletion-cancelled" });
    return user.id;
  });
}

/** Accounts erased by one call: more wait for the next hour. */
const MOST_AT_ONCE = 50;

/** Erases the accounts whose grace period is over. @returns their number */
export async function eraseDueAccounts(core: Core): Promise<number> {
  const due = await core.database.withSystem((tx) => dueForErasure(tx, MOST_AT_ONCE));
  for (const userId of due) await eraseAccount(core, userId);
  return due.length;
}

async function eraseAccount(core: Core, userId: string): Promise<void> {
  const erased = await core.database.sqlAs({ role: "system" }, async (sql) => {
    const user = await lockDue(sql, userId);
    if (!user) return null;
    await eraseRows(sql, user);
    // A pseudonym from here on.
    await auditIn(sql, { ...about(userId), actorId: null, action: "account.erased" });
    await emitIn(sql, "account.erased", null, { userId });
    return user;
  });
  if (!erased) return;
  const locale = localeSchema.catch("fr").parse(erased.locale);
  const site = consoleSite(core);
  await sendErased(core, { to: erased.email, locale, brand: brandOf(site, locale), name: erased.name, link: site.origin }).catch(
    (error: unknown) => core.log.error({ err: error }, "mail of a deleted account was not sent"),
  );
}

function about(userId: string) {
  return { communityId: null, actorId: userId, resourceType: "user", resourceId: userId };
}
