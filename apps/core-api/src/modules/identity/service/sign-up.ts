import type { Locale } from "@archipel/contracts/text.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { sendAccountExists, sendConfirmAddress } from "../../notifications/service/account-mails.ts";
import type { MailBrand } from "../../notifications/service/layout.ts";
import { accountByEmail, deleteCodes, setPassword, upsertPendingAccount } from "../queries/accounts.ts";
import { issueCode, ownerOfCode, redeem } from "./one-time-codes.ts";
import { assertHardToGuess, hashPassword } from "./passwords.ts";

interface AccountRequest {
  name: string;
  email: string;
  locale: Locale;
  brand: MailBrand;
  /** The page that takes the code of the mail. */
  confirmLink(code: string): string;
  /** Sign-in page for a person who already has an account. */
  signInLink: string;
}

/**
 * Requests an account. The page's answer is the same for known and unknown addresses; the rest is in the mail. The password is chosen on
 * the mail's link, so nobody can prepare an account for another person's address.
 */
export async function requestAccount(core: Core, request: AccountRequest): Promise<void> {
  const { email, name, locale, brand } = request;
  const code = await core.database.withSystem(async (tx) => {
    const user = await upsertPendingAccount(tx, { email, name, locale });
    return user.emailVerifiedAt ? null : issueCode(tx, user.id, "confirm");
  });
  if (code) await sendConfirmAddress(core, { to: email, locale, brand, link: request.confirmLink(code) });
  else await sendAccountExists(core, { to: email, locale, brand, link: request.signInLink });
}

/**
 * Requests the account of a person who has proved the address by the link of an invitation. @returns the code that completes it; null when
 * the address has an account
 */
export function openInvitedAccount(core: Core, person: Pick<AccountRequest, "name" | "email" | "locale">): Promise<string | null> {
  return core.database.withSystem(async (tx) => {
    const user = await upsertPendingAccount(tx, person);
    return user.emailVerifiedAt ? null : issueCode(tx, user.id, "confirm");
  });
}

/** Whether an address has an account that was completed. Its answer is for the holder of that address alone. */
export async function hasAccount(core: Core, email: string): Promise<boolean> {
  const user = await core.database.withSystem((tx) => accountByEmail(tx, email));
  return user !== null && user.emailVerifiedAt !== null;
}

/** Completes an account: the code confirms the address, and the person chooses the password. @returns the person's id */
export async function completeAccount(core: Core, code: string, password: string): Promise<string> {
  await assertHardToGuess(password, await core.database.withSystem((tx) => ownerOfCode(tx, "confirm", code)), "password");
  const passwordHash = await hashPassword(password);
  return core.database.withSystem(async (tx) => {
    const userId = await redeem(tx, "confirm", code);
    if (!userId) throw new DomainError("invalid", "link-expired");
    const user = await setPassword(tx, userId, passwordHash);
    if (user.status !== "active") throw new DomainError("forbidden", "account-suspended");
    await deleteCodes(tx, userId);
    await audit(tx, { communityId: null, actorId: userId, action: "account.created", resourceType: "user", resourceId: userId });
    return userId;
  });
}
