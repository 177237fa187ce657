import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { minutesOf, reserveTry, tryMatched } from "../../../kernel/tries.ts";
import type { CodePurpose } from "../queries/accounts.ts";
import { secretFailed, triesRefused } from "./failed-tries.ts";
import { ownerOfCode } from "./one-time-codes.ts";

/**
 * Looks up what a code opens, within the limit of codes per network. A code that opens nothing (null) counts.
 *
 * @throws DomainError `too-many-tries` with the minutes to wait; and what `find` throws, which counts too
 */
export async function enterCode<Found>(core: Core, network: string, find: () => Promise<Found>): Promise<Found> {
  const refusal = await reserveTry(core, "code", { network });
  if (refusal) {
    await triesRefused(core, { tried: "code", network, account: null }, refusal);
    throw new DomainError("too-many", "too-many-tries", { minutes: minutesOf(refusal) });
  }
  const found = await find();
  if (found === null) secretFailed(core, { tried: "code", network });
  else await tryMatched(core, "code", { network });
  return found;
}

/**
 * The account that a mail's link completes or resets; null when the link was used or has expired. Ask before the new password is hashed.
 *
 * @throws DomainError `too-many-tries`
 */
export function accountOfCode(core: Core, purpose: CodePurpose, code: string, network: string) {
  return enterCode(core, network, () => core.database.withSystem((tx) => ownerOfCode(tx, purpose, code)));
}
