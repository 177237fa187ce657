import type { Core } from "../../../kernel/core.ts";
import { minutesOf, reserveTry, tryMatched } from "../../../kernel/tries.ts";
import { accountByEmail } from "../queries/accounts.ts";
import { passwordFailed, triesRefused } from "./failed-tries.ts";
import { passwordMatches } from "./passwords.ts";

/** `refused` gives no reason: unknown address, wrong password and unconfirmed address get the same answer. */
export type SignIn =
  | { outcome: "signed-in"; userId: string }
  | { outcome: "refused" }
  | { outcome: "suspended" }
  | { outcome: "leaving"; userId: string; deletionAt: Date }
  | { outcome: "too-many"; minutes: number };

/**
 * Checks an address and a password, within the limits of account and network. A suspended person learns of the suspension only with the
 * right password.
 */
export async function signIn(core: Core, given: { email: string; password: string; network: string }): Promise<SignIn> {
  const { password, network } = given;
  const email = given.email.trim().toLowerCase();
  const who = { account: email, network };
  const refusal = await reserveTry(core, "password", who);
  const user = refusal?.exhausted.length === 0 ? null : await core.database.withSystem((tx) => accountByEmail(tx, email));
  if (refusal) {
    await triesRefused(core, { tried: "password", network, account: user }, refusal);
    return { outcome: "too-many", minutes: minutesOf(refusal) };
  }
  const matches = await passwordMatches(user?.passwordHash, password);
  if (!user || !matches || !user.emailVerifiedAt) {
    await passwordFailed(core, { network, account: user }, "sign-in");
    return { outcome: "refused" };
  }
  await tryMatched(core, "password", who);
  core.log.info({ account: user.id, network, isSuspended: user.status !== "active" }, "signed in by password");
  if (user.status === "leaving" && user.deletionAt) return { outcome: "leaving", userId: user.id, deletionAt: user.deletionAt };
  return user.status === "active" ? { outcome: "signed-in", userId: user.id } : { outcome: "suspended" };
}
