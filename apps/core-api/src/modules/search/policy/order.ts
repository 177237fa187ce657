import type { SearchKind, SearchResult } from "@archipel/contracts/search.ts";
import { fold } from "@archipel/search/fold.ts";

/** A result with how far it is from what was typed. */
export interface Ranked {
  result: SearchResult;
  cost: number;
  /** Of results that are as near, the one of larger weight comes first. */
  weight: number;
  /** The street of a house, or itself; `cost`: how far its name is from the text, whatever the number. */
  street?: { label: string; cost: number; number?: string };
  /** A house of a near number, for a street that lacks the typed one. */
  isNearHouse?: boolean;
}

/** Results further away than this from the best one are left out when it is nearly exact. */
const WIDEST = 1.4;
const NEARLY_EXACT = 0.5;
/** Results whose costs differ by less are equally good. */
export const EQUAL = 0.02;
/** Results of one name are equally good although one has more inhabitants. */
const EQUAL_NAMESAKES = 0.2;

/** Best first, without the same place twice, and without those that are much worse than the best. */
export function inOrder(found: readonly Ranked[]): Ranked[] {
  const sorted = found.toSorted(
    (a, b) =>
      a.cost - b.cost ||
      b.weight - a.weight ||
      compare(a.result.label, b.result.label) ||
      compare(a.result.commune?.name ?? "", b.result.commune?.name ?? ""),
  );
  const best = sorted[0]?.cost ?? 0;
  const near = best < NEARLY_EXACT ? sorted.filter(({ cost }) => cost <= best + WIDEST) : sorted;
  const seen = new Set<string>();
  return near.filter(({ result }) => {
    const key = identityOf(result);
    return !seen.has(key) && seen.add(key);
  });
}

const compare = (a: string, b: string) => a.localeCompare(b, "fr");

/** Two layers may hold the same place: one name in one commune. Without its commune, a place is its position to about two kilometres. */
function identityOf({ kind, label, commune, lon, lat, opens }: SearchResult): string {
  if (kind === "dataset" || kind === "page" || kind === "help" || kind === "map" || kind === "story") return JSON.stringify([kind, opens]);
  const at = `${Math.round((lon ?? 0) * 50)} ${Math.round((lat ?? 0) * 50)}`;
  if (kind === "coordinates") return `${kind} ${lon} ${lat}`;
  // The point of a town and its commune are one choice.
  if (commune && fold(commune.name) === fold(label)) return `commune ${fold(label)} ${commune.code ?? at}`;
  const within = commune ? `${fold(commune.name)} ${commune.code ?? ""}` : at;
  return `${kind} ${fold(label)} ${within}${kind === "place" && !commune ? at : ""}`;
}

/** Whether the person must choose: the second result is as good as the first, or another place has the name of the first. */
export function isAmbiguous(ordered: readonly Ranked[]): boolean {
  const [first, ...others] = ordered;
  if (first === undefined) return false;
  return others.some(({ result, cost }, index) => {
    const isNamesake = result.kind === first.result.kind && fold(result.label) === fold(first.result.label);
    return (index === 0 && cost - first.cost < EQUAL) || (isNamesake && cost - first.cost < EQUAL_NAMESAKES);
  });
}

/** Groups of one kind each, in the order of their best results. */
export function groupsOf(
  ordered: readonly Ranked[],
  limit: number,
  totals: ReadonlyMap<SearchKind, { count: number; isMore: boolean }>,
): { kind: SearchKind; results: SearchResult[]; count: number; isMore: boolean }[] {
  const groups = new Map<SearchKind, SearchResult[]>();
  for (const { result } of ordered) groups.set(result.kind, [...(groups.get(result.kind) ?? []), result]);
  return [...groups].map(([kind, results]) => {
    const total = totals.get(kind);
    return {
      kind,
      results: results.slice(0, limit),
      count: results.length,
      isMore: total !== undefined && (total.isMore || total.count > results.length),
    };
  });
}
