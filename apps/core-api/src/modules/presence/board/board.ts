import { isDeepStrictEqual } from "node:util";
import type { News } from "../../../kernel/news.ts";
import { type Entry, type PresenceMessage, presenceMessage } from "./entry.ts";

export const SUBJECT = "presence";

/** Milliseconds. `beat`: interval of heartbeats to pages. `forget`: a page that was silent for so long (three heartbeats) is gone. */
export interface BoardTimes {
  beat: number;
  forget: number;
}
const TIMES: BoardTimes = { beat: 8_000, forget: 25_000 };
/** Several changes within this time are sent as one. */
const DEBOUNCE_MS = 40;
/** A longer list helps nobody, and its cost grows with the square of the number of pages. */
const MAX_SHOWN = 30;
/** An entry has up to 400 bytes, and a message between processes some 5,000. */
const ENTRIES_PER_MESSAGE = 12;

/** The key contains the user, so that nobody can replace somebody else's page by sending its tab. */
const pageOf = ({ userId, tab }: { userId: string; tab: string }) => `${userId} ${tab}`;

/** A page whose stream this process holds. */
interface Local {
  entry: Entry;
  lastSeenAt: number;
  /** It answers heartbeats. Only then is it shown to others and gets updates. */
  isResponding: boolean;
  present(others: readonly Entry[]): void;
  beat(): void;
  lastSent: readonly Entry[] | undefined;
}

/** Who has which contribution open, across processes. It is only in memory: each process publishes its own pages to the others. */
export class PresenceBoard {
  private readonly news: News;
  private readonly times: BoardTimes;
  private readonly local = new Map<string, Map<string, Local>>();
  private readonly remote = new Map<string, Map<string, { entry: Entry; lastSeenAt: number }>>();
  private readonly pendingUpdates = new Map<string, NodeJS.Timeout>();
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe = () => {};

  constructor(news: News, times: BoardTimes = TIMES) {
    this.news = news;
    this.times = times;
  }

  start(): void {
    this.unsubscribe = this.news.onSaid(SUBJECT, (what) => {
      // Another process may run another version: ignore unknown messages.
      const { data } = presenceMessage.safeParse(what);
      if (data) this.receive(data);
    });
    this.timer = setInterval(() => this.beat(), this.times.beat);
  }

  stop(): void {
    clearInterval(this.timer);
    for (const timer of this.pendingUpdates.values()) clearTimeout(timer);
    this.pendingUpdates.clear();
    this.unsubscribe();
  }

  /** Adds a page that opened a contribution. The same page replaces its earlier entry. @returns a function that removes it */
  join(entry: Entry, callbacks: Pick<Local, "present" | "beat">): () => void {
    const { contributionId, tab, userId } = entry;
    const page = pageOf(entry);
    const own: Local = { entry, ...callbacks, lastSeenAt: Date.now(), isResponding: true, lastSent: undefined };
    const pages = this.local.get(contributionId) ?? new Map<string, Local>();
    this.local.set(contributionId, pages.set(page, own));
    this.remote.get(contributionId)?.delete(page);
    this.publish({ kind: "here", entries: [entry] });
    this.publish({ kind: "ask", contributionId });
    this.scheduleUpdate(contributionId);
    return () => {
      if (pages.get(page) !== own) return;
      pages.delete(page);
      if (pages.size === 0) this.local.delete(contributionId);
      if (own.isResponding) this.publish({ kind: "gone", contributionId, tab, userId });
      this.scheduleUpdate(contributionId);
    };
  }

  private publish(what: PresenceMessage): void {
    this.news.say(SUBJECT, what);
  }

  private receive(what: PresenceMessage): void {
    if (what.kind === "here") for (const one of what.entries) this.receiveEntry(one);
    if (what.kind === "gone" && this.remote.get(what.contributionId)?.delete(pageOf(what))) this.scheduleUpdate(what.contributionId);
    if (what.kind === "ask") this.publishHere(this.respondingEntries(what.contributionId));
    if (what.kind === "at") this.receivePosition(what);
  }

  /** Handles a page of another process. A page of this process comes back unchanged and is ignored. */
  private receiveEntry(entry: Entry): void {
    const { contributionId } = entry;
    const page = pageOf(entry);
    const own = this.local.get(contributionId)?.get(page);
    if (own) {
      // The page reconnected to another process before this one noticed that its stream is dead.
      if (own.entry.since < entry.since) own.isResponding = false;
      else return;
    }
    const pages = this.remote.get(contributionId) ?? new Map<string, { entry: Entry; lastSeenAt: number }>();
    const known = pages.get(page);
    this.remote.set(contributionId, pages.set(page, { entry, lastSeenAt: Date.now() }));
    if (!isDeepStrictEqual(known?.entry, entry)) this.scheduleUpdate(contributionId);
  }

  private receivePosition({ place, ...page }: Extract<PresenceMessage, { kind: "at" }>): void {
    const { contributionId } = page;
    const own = this.local.get(contributionId)?.get(pageOf(page));
    if (!own || this.remote.get(contributionId)?.has(pageOf(page))) return;
    const isNews = !own.isResponding || own.entry.place !== place;
    own.lastSeenAt = Date.now();
    own.isResponding = true;
    if (!isNews) return;
    own.entry = { ...own.entry, place };
    this.publish({ kind: "here", entries: [own.entry] });
    this.scheduleUpdate(contributionId);
  }

  private respondingEntries(contributionId: string): Entry[] {
    return [...(this.local.get(contributionId)?.values() ?? [])].flatMap(({ isResponding, entry }) => (isResponding ? [entry] : []));
  }

  private publishHere(entries: readonly Entry[]): void {
    for (let from = 0; from < entries.length; from += ENTRIES_PER_MESSAGE) {
      this.publish({ kind: "here", entries: entries.slice(from, from + ENTRIES_PER_MESSAGE) });
    }
  }

  /** Removes silent pages, sends a heartbeat to the others, and publishes this process's pages. */
  private beat(): void {
    const oldest = Date.now() - this.times.forget;
    for (const [contributionId, pages] of this.local) {
      for (const own of pages.values()) {
        if (own.isResponding && own.lastSeenAt < oldest) {
          own.isResponding = false;
          own.lastSent = undefined;
          this.publish({ kind: "gone", contributionId, tab: own.entry.tab, userId: own.entry.userId });
          this.scheduleUpdate(contributionId);
        }
        own.beat();
      }
    }
    for (const [contributionId, pages] of this.remote) {
      for (const [page, { lastSeenAt }] of pages) {
        if (lastSeenAt >= oldest) continue;
        pages.delete(page);
        this.scheduleUpdate(contributionId);
      }
      if (pages.size === 0) this.remote.delete(contributionId);
    }
    this.publishHere([...this.local.keys()].flatMap((contributionId) => this.respondingEntries(contributionId)));
  }

  private scheduleUpdate(contributionId: string): void {
    if (this.pendingUpdates.has(contributionId) || !this.local.has(contributionId)) return;
    this.pendingUpdates.set(
      contributionId,
      setTimeout(() => this.sendUpdate(contributionId), DEBOUNCE_MS),
    );
  }

  private sendUpdate(contributionId: string): void {
    this.pendingUpdates.delete(contributionId);
    const away = [...(this.remote.get(contributionId)?.values() ?? [])].map(({ entry }) => entry);
    const all = [...this.respondingEntries(contributionId), ...away].sort((one, other) => one.since - other.since);
    for (const own of this.local.get(contributionId)?.values() ?? []) {
      // A page that does not answer may have lost its rights.
      if (!own.isResponding) continue;
      const others = all.filter((one) => pageOf(one) !== pageOf(own.entry)).slice(0, MAX_SHOWN);
      if (own.lastSent && isDeepStrictEqual(own.lastSent, others)) continue;
      own.lastSent = others;
      own.present(others);
    }
  }
}
