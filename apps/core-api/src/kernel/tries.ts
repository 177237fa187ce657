import { createHash } from "node:crypto";
import { countTry } from "@archipel/observability/metrics.ts";
import type { Core } from "./core.ts";
import {
  giveBackTries,
  keepFact,
  noteRefusals,
  runningCounters,
  takeTries,
  type WantedTry,
  withoutWaitingForDisk,
} from "./try-counters.ts";

/**
 * A password (of a sign-in or a change), a code of a second factor, a passkey, a code that came by mail, an API key; a mail that a form requests; a short link; or a place that a
 * guest wants to follow, and the mail that asks them.
 */
export type Tried = "password" | "second-factor" | "passkey" | "code" | "key" | "mail" | "link" | "follow" | "follow-mail";

/** Who tries. `account` is the mail address as typed, in lower case: known or not, it has the same limits. */
export interface Trier {
  /** As `networkOf` returns it. */
  network: string;
  account?: string;
}

/** Counted per network, per account, or per account from one network. */
type Per = "network" | "account" | "account-here";

const QUARTER_HOUR = 15 * 60;
const HOUR = 3600;
const BUDGETS: Record<Tried, readonly { per: Per; most: number; seconds: number }[]> = {
  password: [
    // The narrow limit is per network: nobody can lock another person out of their own.
    { per: "account-here", most: 10, seconds: QUARTER_HOUR },
    { per: "network", most: 100, seconds: QUARTER_HOUR },
    // Against tries from many networks. It does not count on a network from which the person signed in lately.
    { per: "account", most: 100, seconds: HOUR },
  ],
  "second-factor": [
    { per: "account-here", most: 10, seconds: QUARTER_HOUR },
    { per: "network", most: 100, seconds: QUARTER_HOUR },
    // Six digits alone could be guessed: a thief of the password gets three of a million chances with each try.
    { per: "account", most: 20, seconds: HOUR },
  ],
  // Nothing to guess: the limit is against work for nothing.
  passkey: [{ per: "network", most: 100, seconds: QUARTER_HOUR }],
  code: [{ per: "network", most: 30, seconds: QUARTER_HOUR }],
  key: [{ per: "network", most: 30, seconds: QUARTER_HOUR }],
  mail: [
    { per: "account", most: 5, seconds: HOUR },
    { per: "network", most: 60, seconds: HOUR },
  ],
  link: [{ per: "network", most: 60, seconds: HOUR }],
  follow: [{ per: "network", most: 20, seconds: HOUR }],
  "follow-mail": [{ per: "account", most: 3, seconds: 24 * HOUR }],
};
const FAMILIAR_SECONDS = 90 * 24 * HOUR;

export interface Refusal {
  /** Seconds until the next try. */
  seconds: number;
  /** Limits that refuse for the first time in their period. */
  exhausted: readonly Per[];
}

/** Minutes to wait, for sentences. */
export function minutesOf({ seconds }: Pick<Refusal, "seconds">): number {
  return Math.max(1, Math.ceil(seconds / 60));
}

/**
 * Takes a try before the secret is checked, over all processes: of parallel tries exactly the limit pass. Call `tryMatched` if the secret is
 * right.
 *
 * @returns null when the secret may be checked now
 */
export async function reserveTry(core: Core, tried: Tried, who: Trier): Promise<Refusal | null> {
  const counters = countersOf(tried, who);
  const familiar = familiarKey(who);
  const refusal = await core.database.withSystem(async (tx) => {
    await withoutWaitingForDisk(tx);
    const running = new Map((await runningCounters(tx, [...counters.map(({ key }) => key), familiar])).map((row) => [row.key, row]));
    const wanted = counters.filter(({ per }) => per !== "account" || !running.has(familiar));
    let full = wanted.filter(({ key, most }) => (running.get(key)?.taken ?? 0) >= most);
    if (full.length === 0) {
      const taken = await takeTries(tx, wanted);
      if (taken.size === wanted.length) return null;
      // A concurrent call took the last one.
      await giveBackTries(tx, [...taken]);
      full = wanted.filter(({ key }) => !taken.has(key));
    }
    const keys = full.map(({ key }) => key);
    const now = await runningCounters(tx, keys);
    const noted = now.some(({ hasRefused }) => !hasRefused) ? await noteRefusals(tx, keys) : new Set<string>();
    return {
      seconds: Math.max(1, ...now.map(({ seconds }) => seconds)),
      exhausted: full.filter(({ key }) => noted.has(key)).map(({ per }) => per),
    };
  });
  if (refusal) countTry(tried, "refused");
  return refusal;
}

/** Gives the try of a right secret back. Earlier failures of the person on this network are forgotten, and the network is familiar now. */
export async function tryMatched(core: Core, tried: Tried, who: Trier): Promise<void> {
  countTry(tried, "matched");
  const familiar = familiarKey(who);
  await core.database.withSystem(async (tx) => {
    await withoutWaitingForDisk(tx);
    const isFamiliar = (await runningCounters(tx, [familiar])).length > 0;
    const taken = countersOf(tried, who).filter(({ per }) => per !== "account" || !isFamiliar);
    const keysOf = (isForgotten: boolean) => taken.filter(({ per }) => (per === "account-here") === isForgotten).map(({ key }) => key);
    await giveBackTries(tx, keysOf(false), keysOf(true));
    if (tried === "password") await keepFact(tx, familiar, FAMILIAR_SECONDS);
  });
}

function countersOf(tried: Tried, who: Trier): (WantedTry & { per: Per })[] {
  return BUDGETS[tried].map(({ per, ...budget }) => ({ per, ...budget, key: `${tried}/${per}/${hashOf(subjectOf(per, who))}` }));
}

function subjectOf(per: Per, { network, account = "" }: Trier): string {
  if (per === "network") return network;
  return per === "account" ? account : `${network} ${account}`;
}

function familiarKey(who: Trier): string {
  return `familiar/${hashOf(subjectOf("account-here", who))}`;
}

/** People type passwords into fields for addresses: the table holds no text that was typed. */
function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
