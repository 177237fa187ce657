import { countTry } from "@archipel/observability/metrics.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import type { Refusal, Tried } from "../../../kernel/tries.ts";
import { withoutWaitingForDisk } from "../../../kernel/try-counters.ts";

interface Failed {
  tried: Tried;
  network: string;
  /** The person whose account it is; null when the typed address has none, and for secrets without an account. */
  account: { id: string; name: string } | null;
}

const ACTIONS = { "sign-in": "account.sign-in-failed", "password-change": "account.password-change-failed" } as const;

/** Records a wrong password in the log, and in the journal that the person and the operators read. */
export async function passwordFailed(core: Core, { network, account }: Omit<Failed, "tried">, place: keyof typeof ACTIONS): Promise<void> {
  countTry("password", "failed");
  core.log.warn({ account: account?.id ?? null, network, place }, "wrong password");
  await core.database.withSystem(async (tx) => {
    // An entry must not take longer than none, or the time would reveal which addresses have an account.
    await withoutWaitingForDisk(tx);
    if (account) await audit(tx, { ...aboutAccount(account, network), action: ACTIONS[place] });
  });
}

/** Records a wrong code or key in the log. */
export function secretFailed(core: Core, { tried, network }: Omit<Failed, "account">): void {
  countTry(tried, "failed");
  core.log.warn({ network, tried }, "wrong secret");
}

/** Records in the log and in the journal that a limit is reached: once in its period, however many tries follow. */
export async function triesRefused(core: Core, { tried, network, account }: Failed, { exhausted }: Refusal): Promise<void> {
  if (exhausted.length === 0) return;
  core.log.warn({ account: account?.id ?? null, network, tried, limits: exhausted }, "limit of tries reached");
  await core.database.withSystem(async (tx) => {
    await withoutWaitingForDisk(tx);
    if (account && exhausted.some((per) => per !== "network"))
      await audit(tx, { ...aboutAccount(account, network), action: "account.tries-exhausted" });
    if (exhausted.includes("network")) {
      const about = { communityId: null, actorId: null, resourceType: "network", resourceId: network };
      await audit(tx, { ...about, action: `network.${tried}-tries-exhausted`, summary: { network } });
    }
  });
}

function aboutAccount({ id, name }: { id: string; name: string }, network: string) {
  return { communityId: null, actorId: null, resourceType: "user", resourceId: id, summary: { name, network } };
}
