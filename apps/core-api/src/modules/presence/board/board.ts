import { isDeepStrictEqual } from "node:util";
import type { News } from "../../../kernel/news.ts";
import { type Entry, type Word, word } from "./entry.ts";

export const SUBJECT = "presence";

/** `beat`: pages are asked whether they are still there. `forget`: who has not answered for so long is gone, three beats missed. */
export interface BoardTimes {
  beat: number;
  forget: number;
}
const TIMES: BoardTimes = { beat: 8_000, forget: 25_000 };
/** A burst of comings and goings is told as one. */
const GATHER_MS = 40;
/** Names of a crowd help nobody, and each of them is told to all others. */
const MOST_TOLD = 30;
/** Entries of some 400 bytes at most: what fits into one word. */
const ENTRIES_A_WORD = 12;

/** A page is its person's own: nobody takes another's place by naming their tab. */
const pageOf = ({ userId, tab }: { userId: string; tab: string }) => `${userId} ${tab}`;

/** A page whose line this process holds. */
interface Local {
  entry: Entry;
  heardAt: number;
  /** It answers: it is shown to others, and told of them. */
  isAwake: boolean;
  present(others: readonly Entry[]): void;
  beat(): void;
  lastTold: readonly Entry[] | undefined;
}

/** Who has which contribution open, over all processes. Kept in memory alone: each process tells the others of its own pages. */
export class PresenceBoard {
  private readonly news: News;
  private readonly times: BoardTimes;
  private readonly local = new Map<string, Map<string, Local>>();
  private readonly elsewhere = new Map<string, Map<string, { entry: Entry; heardAt: number }>>();
  private readonly untold = new Map<string, NodeJS.Timeout>();
  private timer: NodeJS.Timeout | undefined;
  private stopHearing = () => {};

  constructor(news: News, times: BoardTimes = TIMES) {
    this.news = news;
    this.times = times;
  }

  start(): void {
    this.stopHearing = this.news.onSaid(SUBJECT, (what) => {
      // Another process may run another version: what is not understood is left out.
      const { data } = word.safeParse(what);
      if (data) this.hear(data);
    });
    this.timer = setInterval(() => this.beat(), this.times.beat);
  }

  stop(): void {
    clearInterval(this.timer);
    for (const timer of this.untold.values()) clearTimeout(timer);
    this.untold.clear();
    this.stopHearing();
  }

  /** A page opens a contribution that it may read. The same page coming again takes its own place. @returns how it leaves */
  join(entry: Entry, told: Pick<Local, "present" | "beat">): () => void {
    const { contributionId, tab, userId } = entry;
    const page = pageOf(entry);
    const own: Local = { entry, ...told, heardAt: Date.now(), isAwake: true, lastTold: undefined };
    const pages = this.local.get(contributionId) ?? new Map<string, Local>();
    this.local.set(contributionId, pages.set(page, own));
    this.elsewhere.get(contributionId)?.delete(page);
    this.say({ kind: "here", entries: [entry] });
    this.say({ kind: "ask", contributionId });
    this.tellSoon(contributionId);
    return () => {
      if (pages.get(page) !== own) return;
      pages.delete(page);
      if (pages.size === 0) this.local.delete(contributionId);
      if (own.isAwake) this.say({ kind: "gone", contributionId, tab, userId });
      this.tellSoon(contributionId);
    };
  }

  private say(what: Word): void {
    this.news.say(SUBJECT, what);
  }

  private hear(what: Word): void {
    if (what.kind === "here") for (const one of what.entries) this.hearOf(one);
    if (what.kind === "gone" && this.elsewhere.get(what.contributionId)?.delete(pageOf(what))) this.tellSoon(what.contributionId);
    if (what.kind === "ask") this.tellOthers(this.awake(what.contributionId));
    if (what.kind === "at") this.heardFrom(what);
  }

  /** A page of another process; of this one, its own word comes back and says nothing new. */
  private hearOf(entry: Entry): void {
    const { contributionId } = entry;
    const page = pageOf(entry);
    const own = this.local.get(contributionId)?.get(page);
    if (own) {
      // It came again by another process, before this one noticed that its line is dead.
      if (own.entry.since < entry.since) own.isAwake = false;
      else return;
    }
    const pages = this.elsewhere.get(contributionId) ?? new Map<string, { entry: Entry; heardAt: number }>();
    const known = pages.get(page);
    this.elsewhere.set(contributionId, pages.set(page, { entry, heardAt: Date.now() }));
    if (!isDeepStrictEqual(known?.entry, entry)) this.tellSoon(contributionId);
  }

  private heardFrom({ place, ...said }: Extract<Word, { kind: "at" }>): void {
    const { contributionId } = said;
    const own = this.local.get(contributionId)?.get(pageOf(said));
    if (!own || this.elsewhere.get(contributionId)?.has(pageOf(said))) return;
    const isNews = !own.isAwake || own.entry.place !== place;
    own.heardAt = Date.now();
    own.isAwake = true;
    if (!isNews) return;
    own.entry = { ...own.entry, place };
    this.say({ kind: "here", entries: [own.entry] });
    this.tellSoon(contributionId);
  }

  private awake(contributionId: string): Entry[] {
    return [...(this.local.get(contributionId)?.values() ?? [])].flatMap(({ isAwake, entry }) => (isAwake ? [entry] : []));
  }

  private tellOthers(entries: readonly Entry[]): void {
    for (let from = 0; from < entries.length; from += ENTRIES_A_WORD) {
      this.say({ kind: "here", entries: entries.slice(from, from + ENTRIES_A_WORD) });
    }
  }

  /** Forgets who is silent, asks the others for a sign, and tells the other processes who is here. */
  private beat(): void {
    const oldest = Date.now() - this.times.forget;
    for (const [contributionId, pages] of this.local) {
      for (const own of pages.values()) {
        if (own.isAwake && own.heardAt < oldest) {
          own.isAwake = false;
          own.lastTold = undefined;
          this.say({ kind: "gone", contributionId, tab: own.entry.tab, userId: own.entry.userId });
          this.tellSoon(contributionId);
        }
        own.beat();
      }
    }
    for (const [contributionId, pages] of this.elsewhere) {
      for (const [page, { heardAt }] of pages) {
        if (heardAt >= oldest) continue;
        pages.delete(page);
        this.tellSoon(contributionId);
      }
      if (pages.size === 0) this.elsewhere.delete(contributionId);
    }
    this.tellOthers([...this.local.keys()].flatMap((contributionId) => this.awake(contributionId)));
  }

  private tellSoon(contributionId: string): void {
    if (this.untold.has(contributionId) || !this.local.has(contributionId)) return;
    this.untold.set(
      contributionId,
      setTimeout(() => this.tell(contributionId), GATHER_MS),
    );
  }

  private tell(contributionId: string): void {
    this.untold.delete(contributionId);
    const away = [...(this.elsewhere.get(contributionId)?.values() ?? [])].map(({ entry }) => entry);
    const all = [...this.awake(contributionId), ...away].sort((one, other) => one.since - other.since);
    for (const own of this.local.get(contributionId)?.values() ?? []) {
      // Who does not answer may not be allowed to any more.
      if (!own.isAwake) continue;
      const others = all.filter((one) => pageOf(one) !== pageOf(own.entry)).slice(0, MOST_TOLD);
      if (own.lastTold && isDeepStrictEqual(own.lastTold, others)) continue;
      own.lastTold = others;
      own.present(others);
    }
  }
}
