import type { VisitKind } from "@archipel/contracts/visits.ts";

export interface CountedVisit {
  readonly portalId: string;
  readonly day: string;
  /** Who opened the page, as a keyed hash: tells the visitors of one day apart. */
  readonly mark: string;
  readonly keys: Readonly<Record<VisitKind, string>>;
}

export interface Tally {
  readonly portalId: string;
  readonly day: string;
  readonly views: number;
  readonly marks: readonly string[];
  readonly counts: readonly { readonly kind: VisitKind; readonly key: string; readonly views: number }[];
}

/** More different keys of one kind than this count together, as "". */
const MOST_KEYS = 200;
const MOST_MARKS = 50_000;
const MOST_TALLIES = 5_000;

interface Open {
  views: number;
  readonly marks: Set<string>;
  readonly counts: Map<VisitKind, Map<string, number>>;
}

/** Counts visits in memory until they are written; bounded, however much is sent. */
export function openTally() {
  let open = new Map<string, Open>();
  return {
    add({ portalId, day, mark, keys }: CountedVisit): void {
      const name = `${portalId} ${day}`;
      const one = open.get(name) ?? { views: 0, marks: new Set<string>(), counts: new Map() };
      if (!open.has(name) && open.size >= MOST_TALLIES) return;
      open.set(name, one);
      one.views++;
      if (one.marks.size < MOST_MARKS) one.marks.add(mark);
      for (const [kind, key] of Object.entries(keys) as [VisitKind, string][]) {
        const counts = one.counts.get(kind) ?? new Map<string, number>();
        one.counts.set(kind, counts);
        const kept = counts.has(key) || counts.size < MOST_KEYS ? key : "";
        counts.set(kept, (counts.get(kept) ?? 0) + 1);
      }
    },
    /** What was counted since the last time. */
    take(): Tally[] {
      const taken = open;
      open = new Map();
      return [...taken].map(([name, { views, marks, counts }]) => {
        const [portalId = "", day = ""] = name.split(" ");
        const flat = [...counts].flatMap(([kind, byKey]) => [...byKey].map(([key, count]) => ({ kind, key, views: count })));
        return { portalId, day, views, marks: [...marks], counts: flat };
      });
    },
  };
}
