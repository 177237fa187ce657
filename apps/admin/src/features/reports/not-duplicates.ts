const STORED = "archipel-not-duplicates";
const KEPT = 500;

/** Two reports, whichever is looked at first. */
export function pairOf(a: string, b: string): string {
  return [a, b].toSorted().join(" ");
}

/** Pairs that were looked at and found to be different, on this browser. */
export function knownPairs(storage: Pick<Storage, "getItem">): readonly string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(STORED) ?? "[]");
    return Array.isArray(kept) ? kept.filter((pair) => typeof pair === "string") : [];
  } catch {
    return [];
  }
}

/** The latest pairs stay; a browser's store is small. */
export function rememberPair(storage: Pick<Storage, "getItem" | "setItem">, a: string, b: string): void {
  const pairs = [...knownPairs(storage).filter((pair) => pair !== pairOf(a, b)), pairOf(a, b)];
  storage.setItem(STORED, JSON.stringify(pairs.slice(-KEPT)));
}
