import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { minutesOf, reserveTry, tryMatched } from "../../../../kernel/tries.ts";
import { accountById } from "../../queries/accounts.ts";
import { accountOfCode } from "../../service/enter-code.ts";
import { secretFailed, triesRefused } from "../../service/failed-tries.ts";
import { maySignIn, ownerOfCode, redeem } from "../../service/one-time-codes.ts";
import { type SignIn, signedIn } from "../../service/sign-in.ts";
import { assertionIn, relyingParty } from "../policy.ts";
import { countUsable, passkeysOf } from "../queries.ts";
import { askForSignature, provePasskey } from "./signatures.ts";

const aloneAt = (step: string) => `sign-in ${step}`;
const secondAt = (step: string) => `second ${step}`;

/** What the browser asks any passkey of this hub to sign, at a step of a sign-in. Null where passkeys do not work. */
export function beginPasskeySignIn(core: Core, step: string) {
  return askForSignature(core, { place: aloneAt(step), userId: null, allowed: [] });
}

interface Signed {
  step: string;
  /** What the browser sent, as JSON. */
  signed: string;
  network: string;
}

type Entered = Exclude<SignIn, { outcome: "second-factor" }>;

/** Signs in by a passkey alone. It verifies the person, so that it counts as two factors, and no code follows. */
export async function signInWithPasskey(core: Core, { step, signed, network }: Signed): Promise<Entered> {
  const assertion = assertionIn(signed);
  const who = { network };
  const refusal = await reserveTry(core, "passkey", who);
  if (refusal) {
    await triesRefused(core, { tried: "passkey", network, account: null }, refusal);
    return { outcome: "too-many", minutes: minutesOf(refusal) };
  }
  const userId = await provePasskey(core, { place: aloneAt(step), userId: null, assertion });
  const user = userId === null ? null : await core.database.withSystem((tx) => accountById(tx, userId));
  if (!user?.emailVerifiedAt) {
    secretFailed(core, { tried: "passkey", network });
    return { outcome: "refused" };
  }
  await tryMatched(core, "passkey", who);
  core.log.info({ account: user.id, network, isSuspended: user.status !== "active" }, "signed in by passkey");
  return maySignIn(user.status) ? signedIn(user) : { outcome: "suspended" };
}

/** Whether the sign-in page can offer passkeys. */
export function offersPasskeys(core: Core): boolean {
  return relyingParty(core.env) !== null;
}

/** Whether the page that asks for a code can offer a passkey: the ticket's person has one. */
export function canFollowPassword(core: Core, ticket: string): Promise<boolean> {
  return core.database.withSystem(async (tx) => {
    const user = offersPasskeys(core) ? await ownerOfCode(tx, "second-factor", ticket) : null;
    return user !== null && (await countUsable(tx, user.id)) > 0;
  });
}

/** What the browser asks a passkey of the person to sign after the password. Null without the password's ticket, or without passkeys. */
export async function beginPasskeyStep(core: Core, { step, ticket, network }: { step: string; ticket: string; network: string }) {
  const user = await accountOfCode(core, "second-factor", ticket, network);
  if (!user) return null;
  const allowed = (await core.database.withSystem((tx) => passkeysOf(tx, user.id))).filter(({ copiedAt }) => copiedAt === null);
  return allowed.length === 0 ? null : askForSignature(core, { place: secondAt(step), userId: user.id, allowed });
}

/** Checks the passkey that follows a password, instead of a code. The ticket stays valid for another try; a right signature uses it up. */
export async function signInWithPasskeyStep(
  core: Core,
  { step, signed, network, ticket }: Signed & { ticket: string },
): Promise<Entered | { outcome: "expired" }> {
  const user = await accountOfCode(core, "second-factor", ticket, network);
  if (!user) return { outcome: "expired" };
  const who = { account: user.id, network };
  const refusal = await reserveTry(core, "second-factor", who);
  if (refusal) {
    await triesRefused(core, { tried: "second-factor", network, account: { id: user.id, name: "" } }, refusal);
    return { outcome: "too-many", minutes: minutesOf(refusal) };
  }
  const proved = await provePasskey(core, { place: secondAt(step), userId: user.id, assertion: assertionIn(signed) });
  if (proved === null) {
    secretFailed(core, { tried: "passkey", network });
    const about = { communityId: null, actorId: null, resourceType: "user", resourceId: user.id };
    // The password was right: the person must learn of it.
    await core.database.withSystem((tx) => audit(tx, { ...about, action: "account.second-factor-failed", summary: { network } }));
    return { outcome: "refused" };
  }
  await tryMatched(core, "second-factor", who);
  const isFirst = await core.database.withSystem(async (tx) => (await redeem(tx, "second-factor", ticket)) !== null);
  return isFirst ? signedIn(user) : { outcome: "expired" };
}
