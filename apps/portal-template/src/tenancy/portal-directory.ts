import type { PortalView } from "@archipel/contracts/portals.ts";

export type Lookup =
  | { readonly state: "found"; readonly portal: PortalView }
  | { readonly state: "none" }
  | { readonly state: "unavailable" };

interface Entry {
  readonly lookup: Lookup;
  readonly at: number;
}

const FRESH_MS = 5_000;
/** How long a cached answer is used while core-api does not answer. */
const STALE_MS = 10 * 60_000;
const CAPACITY = 20_000;

/**
 * Finds the portal of a host. Asks core-api and caches the answer for 5 s, so that a new portal is live within 5 s. Simultaneous requests
 * share one call. During an outage of core-api the last known answer is used.
 */
export function createPortalDirectory(ask: (host: string) => Promise<PortalView | null>, now: () => number = Date.now) {
  const entries = new Map<string, Entry>();
  const pending = new Map<string, Promise<Lookup>>();

  async function refresh(host: string): Promise<Lookup> {
    const answer = await question(ask, host);
    const known = entries.get(host);
    if (answer.state === "unavailable" && known && now() - known.at < STALE_MS) return known.lookup;
    if (answer.state !== "unavailable") {
      entries.delete(host);
      entries.set(host, { lookup: answer, at: now() });
      const [oldest] = entries.keys();
      if (entries.size > CAPACITY && oldest !== undefined) entries.delete(oldest);
    }
    return answer;
  }

  return function lookUp(host: string): Promise<Lookup> {
    const known = entries.get(host);
    if (known && now() - known.at < FRESH_MS) return Promise.resolve(known.lookup);
    const running = pending.get(host);
    if (running) return running;
    const started = refresh(host).finally(() => pending.delete(host));
    pending.set(host, started);
    return started;
  };
}

async function question(ask: (host: string) => Promise<PortalView | null>, host: string): Promise<Lookup> {
  try {
    const portal = await ask(host);
    return portal ? { state: "found", portal } : { state: "none" };
  } catch {
    return { state: "unavailable" };
  }
}
