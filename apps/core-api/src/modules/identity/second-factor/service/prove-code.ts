import type { Tx } from "@archipel/database/database.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { minutesOf, reserveTry, tryMatched } from "../../../../kernel/tries.ts";
import { secretFailed, triesRefused } from "../../service/failed-tries.ts";
import { hashOfRecoveryCode, stepOf } from "../policy.ts";
import { factorOf, redeemRecoveryCode, redeemStep } from "../queries.ts";

export type Proof = { outcome: "proved"; by: "app" | "recovery" } | { outcome: "refused" } | { outcome: "too-many"; minutes: number };

/** Whether a sign-in of this account needs a second factor. */
export async function needsSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  return Boolean((await factorOf(tx, userId))?.confirmedAt);
}

/**
 * Checks a code of the app or a recovery code, and uses it up, within the limits of account and network. Who tries knows the password.
 *
 * @param typed six digits, or a recovery code, with any spaces
 */
export async function proveSecondFactor(core: Core, userId: string, typed: string, network: string): Promise<Proof> {
  const who = { account: userId, network };
  const refusal = await reserveTry(core, "second-factor", who);
  if (refusal) {
    await triesRefused(core, { tried: "second-factor", network, account: { id: userId, name: "" } }, refusal);
    return { outcome: "too-many", minutes: minutesOf(refusal) };
  }
  const by = await core.database.withSystem(async (tx) => {
    const found = await useCode(core, tx, userId, typed);
    const about = { communityId: null, actorId: userId, resourceType: "user", resourceId: userId };
    if (found === "recovery") await audit(tx, { ...about, action: "account.recovery-code-used", summary: { network } });
    // The password was right: the person must learn of it.
    if (found === null) await audit(tx, { ...about, actorId: null, action: "account.second-factor-failed", summary: { network } });
    return found;
  });
  if (by === null) {
    secretFailed(core, { tried: "second-factor", network });
    return { outcome: "refused" };
  }
  await tryMatched(core, "second-factor", who);
  return { outcome: "proved", by };
}

async function useCode(core: Core, tx: Tx, userId: string, typed: string): Promise<"app" | "recovery" | null> {
  const factor = await factorOf(tx, userId);
  if (!factor?.confirmedAt) return null;
  const step = stepOf(core, factor.sealedSecret, typed);
  if (step !== null) return (await redeemStep(tx, userId, step)) ? "app" : null;
  return (await redeemRecoveryCode(tx, userId, hashOfRecoveryCode(core, typed))) ? "recovery" : null;
}
