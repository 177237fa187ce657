import type { Core } from "../../../kernel/core.ts";
import { minutesOf, reserveTry, tryMatched } from "../../../kernel/tries.ts";
import { accountByEmail } from "../queries/accounts.ts";
import { needsSecondFactor, proveSecondFactor } from "../second-factor/service/prove-code.ts";
import { accountOfCode } from "./enter-code.ts";
import { passwordFailed, triesRefused } from "./failed-tries.ts";
import { issueCode, maySignIn, redeem } from "./one-time-codes.ts";
import { passwordMatches } from "./passwords.ts";

/** `refused` gives no reason: unknown address, wrong password and unconfirmed address get the same answer. */
export type SignIn =
  | { outcome: "signed-in"; userId: string }
  /** The password was right. The ticket replaces it while the person types a code. */
  | { outcome: "second-factor"; ticket: string }
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
  if (!maySignIn(user.status)) return { outcome: "suspended" };
  return afterPassword(core, user);
}

/** What follows the password: a ticket for the page that asks for a code, or the account. */
export async function afterPassword(core: Core, user: Account): Promise<AfterPassword> {
  const ticket = await core.database.withSystem(async (tx) =>
    (await needsSecondFactor(tx, user.id)) ? issueCode(tx, user.id, "second-factor") : null,
  );
  return ticket === null ? signedIn(user) : { outcome: "second-factor", ticket };
}
type AfterPassword = Extract<SignIn, { outcome: "second-factor" | "leaving" | "signed-in" }>;

interface Account {
  id: string;
  status: string;
  deletionAt: Date | null;
}

/**
 * Checks the code that follows a password. The ticket stays valid for another try; a right code uses it up.
 *
 * @param ticket what `signIn` gave
 * @returns `expired` when the password must be typed again
 */
export async function signInWithCode(
  core: Core,
  { ticket, typed, network }: { ticket: string; typed: string; network: string },
): Promise<Exclude<SignIn, { outcome: "second-factor" }> | { outcome: "expired" }> {
  const user = await accountOfCode(core, "second-factor", ticket, network);
  if (!user) return { outcome: "expired" };
  const proof = await proveSecondFactor(core, user.id, typed, network);
  if (proof.outcome !== "proved") return proof;
  const isFirst = await core.database.withSystem(async (tx) => (await redeem(tx, "second-factor", ticket)) !== null);
  return isFirst ? signedIn(user) : { outcome: "expired" };
}

/** An account that may be entered; one that is about to be deleted is offered to stay. */
export function signedIn({ id, status, deletionAt }: Account) {
  if (status === "leaving" && deletionAt) return { outcome: "leaving" as const, userId: id, deletionAt };
  return { outcome: "signed-in" as const, userId: id };
}
