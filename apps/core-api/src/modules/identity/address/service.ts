import { type Locale, locale as localeSchema } from "@archipel/contracts/text.ts";
import type { Tx } from "@archipel/database/database.ts";
import { isUniqueViolation } from "@archipel/database/unique-violation.ts";
import type { Person } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { sendAddressChanged, sendAddressTaken, sendNewAddress } from "../../notifications/service/address-mails.ts";
import { deleteNewPasskeys } from "../passkeys/queries.ts";
import { accountByEmail, deleteCodes, lockAccount, setAddress } from "../queries/accounts.ts";
import { deleteNewFactor } from "../second-factor/queries.ts";
import { enterCode } from "../service/enter-code.ts";
import { addressOfCode, issueCode, redeemAddress } from "../service/one-time-codes.ts";
import { provePassword } from "../service/prove-password.ts";
import { mayAskForMail } from "../service/requested-mails.ts";
import { endSessionsOf } from "../service/sessions.ts";
import { brandOf, type SignInSite, siteOrConsole } from "../service/sites.ts";
import { deleteNewKeys } from "./queries.ts";

interface Wish {
  email: string;
  password: string;
  /** The client id of the site where the person asks. */
  client?: string | undefined;
}

/**
 * Asks for another address: a link goes to it, and nothing changes before it is followed. The answer is the same whether the address has an
 * account or not; its owner gets a mail that says so.
 */
export async function requestAddress(core: Core, actor: Person, wish: Wish, network: string): Promise<void> {
  const { email } = wish;
  const user = await provePassword(core, actor.userId, { password: wish.password, network, field: "password" });
  if (user.email === email) throw new DomainError("conflict", "address-same", {}, "email");
  const minutes = await mayAskForMail(core, { account: email, network });
  if (minutes !== null) throw new DomainError("too-many", "too-many-tries", { minutes });
  const site = await siteOrConsole(core, wish.client);
  const locale = localeSchema.catch("fr").parse(user.locale);
  const brand = brandOf(site, locale);
  const code = await core.database.withSystem(async (tx) => {
    // Of two wishes at the same time, the later one counts.
    await lockAccount(tx, user.id);
    await deleteCodes(tx, user.id, ["address"]);
    const isTaken = (await accountByEmail(tx, email))?.emailVerifiedAt != null;
    await audit(tx, { ...about(user.id), action: "account.address-requested" });
    return isTaken ? null : issueCode(tx, user.id, "address", email);
  });
  const mail = { to: email, locale, brand };
  const sending = code
    ? sendNewAddress(core, { ...mail, link: addressLink(core, "confirm", site, locale, code) })
    : sendAddressTaken(core, { ...mail, link: site.origin });
  // Not awaited: the time of the answer must not reveal whether the address is known.
  void sending.catch((error: unknown) => core.log.error({ err: error }, "mail of a new address was not sent"));
}

export type AddressAct = "confirm" | "undo";
const PURPOSES = { confirm: "address", undo: "undo" } as const;

/** What a mail's link changes; null when it was used or has expired. Does not redeem it: mail programs open links by themselves. */
export function offeredAddress(core: Core, act: AddressAct, code: string, network: string) {
  return enterCode(core, network, () => core.database.withSystem((tx) => addressOfCode(tx, PURPOSES[act], code)));
}

/**
 * Gives the account its new address, and ends its sessions: the person signs in with the new one. The old address gets a link that takes
 * the change back for a week.
 *
 * @returns the new address; null when the link is not valid, or an account has taken the address meanwhile
 */
export async function confirmAddress(core: Core, code: string, site: SignInSite): Promise<string | null> {
  const done = await unlessTaken(core, async (tx) => {
    const redeemed = await redeemAddress(tx, "address", code);
    const user = redeemed && (await lockAccount(tx, redeemed.userId));
    if (!redeemed?.email || user?.status !== "active" || !(await setAddress(tx, user.id, redeemed.email))) return null;
    // Links to the old address no longer open the account.
    await deleteCodes(tx, user.id, ["reset", "confirm", "address"]);
    await endSessionsOf(tx, user.id);
    await audit(tx, { ...about(user.id), action: "account.address-changed" });
    return { user, email: redeemed.email, undo: await issueCode(tx, user.id, "undo", user.email) };
  });
  if (!done) return null;
  const { user, email, undo } = done;
  const locale = localeSchema.catch("fr").parse(user.locale);
  const link = addressLink(core, "undo", site, locale, undo);
  await sendAddressChanged(core, { to: user.email, locale, brand: brandOf(site, locale), name: user.name, email, link });
  return email;
}

/**
 * Takes a change of address back. The thief who made it may hold sessions, keys and the password, or have asked for the deletion: all
 * end, and the person chooses a new password.
 *
 * @returns the code of the page that chooses it; null when the link is not valid
 */
export function undoAddress(core: Core, code: string): Promise<string | null> {
  return unlessTaken(core, async (tx) => {
    const redeemed = await redeemAddress(tx, "undo", code);
    const user = redeemed && (await lockAccount(tx, redeemed.userId));
    if (!redeemed?.email || !user || !(await setAddress(tx, user.id, redeemed.email))) return null;
    const status = user.status === "leaving" ? "active" : user.status;
    await tx.user.update({ where: { id: user.id }, data: { passwordHash: null, status, deletionAt: null } });
    await deleteCodes(tx, user.id);
    // Links that take earlier changes back stay: a thief who changes the address twice must not end the owner's with the second one.
    await tx.oneTimeCode.deleteMany({ where: { userId: user.id, expiresAt: { gte: redeemed.expiresAt } } });
    await endSessionsOf(tx, user.id);
    await deleteNewKeys(tx, user.id);
    await deleteNewFactor(tx, user.id);
    await deleteNewPasskeys(tx, user.id);
    await audit(tx, { ...about(user.id), action: "account.address-restored" });
    return issueCode(tx, user.id, "reset");
  });
}

/** Null when another account takes the address at the same moment. */
async function unlessTaken<T>(core: Core, work: (tx: Tx) => Promise<T | null>): Promise<T | null> {
  try {
    return await core.database.withSystem(work);
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

function addressLink(core: Core, act: AddressAct, site: SignInSite, locale: Locale, code: string): string {
  return `${core.env.ARCHIPEL_PUBLIC_URL}/hub/address/${act}?${new URLSearchParams({ client: site.clientId, lang: locale, code })}`;
}

function about(userId: string) {
  return { communityId: null, actorId: userId, resourceType: "user", resourceId: userId };
}
