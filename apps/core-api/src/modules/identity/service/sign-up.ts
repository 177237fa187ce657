import type { Locale } from "@archipel/contracts/text.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { sendAccountExists, sendConfirmAddress } from "../../notifications/service/account-mails.ts";
import type { MailBrand } from "../../notifications/service/layout.ts";
import { deleteCodes, setPassword, upsertPendingAccount } from "../queries/accounts.ts";
import { issueCode, ownerOfCode, redeem } from "./one-time-codes.ts";
import { hashPassword } from "./passwords.ts";

interface AccountRequest {
  name: string;
  email: string;
  locale: Locale;
  brand: MailBrand;
  /** The page where the code of the mail is used. */
  confirmLink(code: string): string;
  /** Where someone who has an account already signs in. */
  signInLink: string;
}

/**
 * Someone asks for an account. The address is told the rest by mail, whether it is known or not, so the page that asked learns
 * nothing. The password is chosen behind the mail's link: nobody can prepare an account on another person's address.
 */
export async function requestAccount(core: Core, request: AccountRequest): Promise<void> {
  const { email, name, locale, brand } = request;
  const code = await core.database.withSystem(async (tx) => {
    const user = await upsertPendingAccount(tx, { email, name, locale });
    return user.emailVerifiedAt ? null : issueCode(tx, user.id, "confirm");
  });
  if (code) await sendConfirmAddress(core, { to: email, locale, name, brand, link: request.confirmLink(code) });
  else await sendAccountExists(core, { to: email, locale, brand, link: request.signInLink });
}

/** Whose account a mail's link finishes; null when the link was used or is too old. */
export function pendingAccount(core: Core, code: string) {
  return core.database.withSystem((tx) => ownerOfCode(tx, "confirm", code));
}

/** Finishes an account: the address is proven by the code, the password is the person's choice. Gives the person's id. */
export async function completeAccount(core: Core, code: string, password: string): Promise<string> {
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
