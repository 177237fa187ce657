/**
 * What one call or request costs the platform, and the budget that it is taken from.
 *
 * - `light`: from memory or one row, or limited in its own way. No budget.
 * - `suggest`: suggestions while a person types.
 * - `search`: reads many features to find some.
 * - `list`: a page of rows, one thing with its parts.
 * - `tile`: a tile of a layer.
 * - `file`: a whole layer or file.
 * - `write`: changes something, or receives a file.
 */
export type Cost = "light" | BudgetedCost;
export type BudgetedCost = "suggest" | "search" | "list" | "tile" | "file" | "write";

export interface Budget {
  /** Most calls in a minute of one address, account or key. A school or a town hall may share one address. */
  readonly caller: number;
  /** The same, for all callers of a portal together. */
  readonly portal: number;
  /** How long one SQL statement may take for a visitor, and for a person or program that is known. */
  readonly visitorSeconds: number;
  readonly knownSeconds: number;
}

export const budgets: Readonly<Record<BudgetedCost, Budget>> = {
  suggest: { caller: 600, portal: 12_000, visitorSeconds: 2, knownSeconds: 2 },
  search: { caller: 600, portal: 6_000, visitorSeconds: 3, knownSeconds: 10 },
  list: { caller: 1_200, portal: 24_000, visitorSeconds: 5, knownSeconds: 15 },
  tile: { caller: 6_000, portal: 120_000, visitorSeconds: 10, knownSeconds: 20 },
  file: { caller: 120, portal: 2_400, visitorSeconds: 60, knownSeconds: 60 },
  write: { caller: 600, portal: 12_000, visitorSeconds: 60, knownSeconds: 120 },
};

/** Every search runs in a lane, which holds a share of the database's connections. Together they never hold all of them. */
export const lanes = {
  suggest: 0.2,
  "visitor-search": 0.2,
  "known-search": 0.3,
} as const satisfies Record<string, number>;
export type Lane = keyof typeof lanes;

/** The lane of a call; null when it needs none. */
export function laneOf(cost: BudgetedCost, isKnown: boolean): Lane | null {
  if (cost === "suggest") return "suggest";
  if (cost !== "search") return null;
  return isKnown ? "known-search" : "visitor-search";
}
