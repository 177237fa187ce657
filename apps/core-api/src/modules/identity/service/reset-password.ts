import type { Locale } from "@archipel/contracts/text.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { sendResetPassword } from "../../notifications/service/account-mails.ts";
import type { MailBrand } from "../../notifications/service/layout.ts";
import { accountByEmail, deleteCodes, lockAccount, setPassword } from "../queries/accounts.ts";
import { issueCode, maySignIn, ownerOfCode, redeem } from "./one-time-codes.ts";
import { assertHardToGuess, hashPassword } from "./passwords.ts";
import { endSessionsOf } from "./sessions.ts";

interface ResetRequest {
  email: string;
  locale: Locale;
  brand: MailBrand;
  /** The page that takes the code of the mail. */
  resetLink(code: string): string;
}

/** Sends a link to choose another password, if the address has an active account. The caller cannot see whether it has one. */
export async function requestPasswordReset(core: Core, { email, locale, brand, resetLink }: ResetRequest): Promise<void> {
  const found = await core.database.withSystem(async (tx) => {
    const found = await accountByEmail(tx, email);
    // A change of address that is being confirmed ends the links to the old one: wait for it.
    const user = found && (await lockAccount(tx, found.id));
    return user?.email === found?.email && user && maySignIn(user.status) ? { code: await issueCode(tx, user.id, "reset") } : null;
  });
  if (found) await sendResetPassword(core, { to: email, locale, brand, link: resetLink(found.code) });
}

/** Sets the new password, and ends all sessions and other links of the account. @returns the person's id */
export async function resetPassword(core: Core, code: string, password: string): Promise<string> {
  await assertHardToGuess(password, await core.database.withSystem((tx) => ownerOfCode(tx, "reset", code)), "password");
  const passwordHash = await hashPassword(password);
  return core.database.withSystem(async (tx) => {
    const userId = await redeem(tx, "reset", code);
    if (!userId) throw new DomainError("invalid", "link-expired");
    const user = await setPassword(tx, userId, passwordHash);
    if (!maySignIn(user.status)) throw new DomainError("forbidden", "account-suspended");
    await deleteCodes(tx, userId);
    await endSessionsOf(tx, userId);
    await audit(tx, { communityId: null, actorId: userId, action: "account.password-reset", resourceType: "user", resourceId: userId });
    return userId;
  });
}
