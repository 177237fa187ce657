import type { Core } from "../../../kernel/core.ts";
import { accountByEmail } from "../queries/accounts.ts";
import { passwordMatches } from "./passwords.ts";

/** `refused` gives no reason: unknown address, wrong password and unconfirmed address get the same answer. */
export type SignIn = { outcome: "signed-in"; userId: string } | { outcome: "refused" } | { outcome: "suspended" };

/** Checks an address and a password. A suspended person learns of the suspension only with the right password. */
export async function signIn(core: Core, email: string, password: string): Promise<SignIn> {
  const user = await core.database.withSystem((tx) => accountByEmail(tx, email.trim().toLowerCase()));
  const matches = await passwordMatches(user?.passwordHash, password);
  if (!user || !matches || !user.emailVerifiedAt) return { outcome: "refused" };
  return user.status === "active" ? { outcome: "signed-in", userId: user.id } : { outcome: "suspended" };
}
