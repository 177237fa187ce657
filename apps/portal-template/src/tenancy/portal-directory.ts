import type { AskedPage, PortalView } from "@archipel/contracts/portals.ts";
import { ContentNews } from "../runtime/content-news.ts";

export type Lookup =
  | { readonly state: "found"; readonly portal: PortalView }
  | { readonly state: "none" }
  | { readonly state: "unavailable" };

export interface PortalDirectory {
  /** @param host with the pass of who asks, where they have one (`askedWith`). @param page what the visitor is about to see: a portal that must be asked for comes with what that page shows */
  (host: string, page?: AskedPage): Promise<Lookup>;
  /** Whether the answer for a host is there: core-api is not asked. */
  isKnown(host: string): boolean;
}

interface Entry {
  readonly lookup: Lookup;
  readonly at: number;
  /** A change was reported since: it is used only when core-api does not answer. */
  readonly isChanged?: boolean;
  readonly weight: number;
}

const FRESH_MS = 5_000;
/** While changes are reported. */
const REPORTED_MS = 300_000;
/** How long a cached answer is used while core-api does not answer. */
const STALE_MS = 10 * 60_000;
const CAPACITY = 20_000;
/** Characters of JSON of all portals that are kept: three times as many bytes in memory. */
const MOST_CHARACTERS = 48 * 1024 ** 2;

/**
 * Finds the portal of a host. Asks core-api and caches the answer: while changes are reported, until the portal changes; else for 5 s, so
 * that a new portal is live within 5 s. Simultaneous requests share one call. During an outage of core-api the last known answer is used.
 */
export function createPortalDirectory(
  ask: (host: string, page?: AskedPage) => Promise<PortalView | null>,
  now: () => number = Date.now,
  { news = new ContentNews(), weigh = () => 0 }: { news?: ContentNews; weigh?: (portal: PortalView) => number } = {},
): PortalDirectory {
  const entries = new Map<string, Entry>();
  const pending = new Map<string, Promise<Lookup>>();
  let changes = 0;
  let weight = 0;
  news.onChanged((changed) => {
    changes++;
    pending.clear();
    // Kept for an outage of core-api, but asked for again. A host without a portal may have one now.
    for (const [host, entry] of entries) {
      const { lookup } = entry;
      if (lookup.state !== "found" || changed === null || changed.has(lookup.portal.id)) entries.set(host, { ...entry, isChanged: true });
    }
  });

  function remove(host: string): void {
    weight -= entries.get(host)?.weight ?? 0;
    entries.delete(host);
  }

  async function refresh(host: string, page: AskedPage | undefined): Promise<Lookup> {
    const before = changes;
    const answer = await question(() => ask(host, page));
    // What core-api said before a change is not kept.
    if (before !== changes && answer.state !== "unavailable") return answer;
    const known = entries.get(host);
    if (answer.state === "unavailable" && known && now() - known.at < STALE_MS) return known.lookup;
    if (answer.state !== "unavailable") {
      remove(host);
      const size = answer.state === "found" ? weigh(answer.portal) : 0;
      entries.set(host, { lookup: answer, at: now(), weight: size });
      weight += size;
      for (const oldest of entries.keys()) {
        if (entries.size <= CAPACITY && weight <= MOST_CHARACTERS) break;
        remove(oldest);
      }
    }
    return answer;
  }

  function freshOf(host: string): Lookup | null {
    const known = entries.get(host);
    const age = known?.lookup.state === "found" && news.isTrue ? REPORTED_MS : FRESH_MS;
    return known && !known.isChanged && now() - known.at < age ? known.lookup : null;
  }

  function lookUp(host: string, page?: AskedPage): Promise<Lookup> {
    const fresh = freshOf(host);
    if (fresh) return Promise.resolve(fresh);
    const running = pending.get(host);
    if (running) return running;
    const started: Promise<Lookup> = refresh(host, page).finally(() => {
      if (pending.get(host) === started) pending.delete(host);
    });
    pending.set(host, started);
    return started;
  }

  return Object.assign(lookUp, { isKnown: (host: string) => freshOf(host) !== null });
}

async function question(ask: () => Promise<PortalView | null>): Promise<Lookup> {
  try {
    const portal = await ask();
    return portal ? { state: "found", portal } : { state: "none" };
  } catch {
    return { state: "unavailable" };
  }
}
