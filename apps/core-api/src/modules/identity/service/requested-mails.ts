import type { Core } from "../../../kernel/core.ts";
import { minutesOf, reserveTry, type Trier } from "../../../kernel/tries.ts";
import { triesRefused } from "./failed-tries.ts";

/**
 * Counts a mail that a form requests. The same for known and unknown accounts.
 *
 * @returns minutes to wait; null: the mail may be sent
 */
export async function mayAskForMail(core: Core, who: Trier): Promise<number | null> {
  const refusal = await reserveTry(core, "mail", who);
  if (!refusal) return null;
  await triesRefused(core, { tried: "mail", network: who.network, account: null }, refusal);
  return minutesOf(refusal);
}
