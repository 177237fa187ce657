/**
 * What one call or request costs the platform, and the budget that it is taken from.
 *
 * - `light`: from memory or one row, or limited in its own way. No budget.
 * - `page`: a page that core-api draws itself, in turns (`DrawingTurns`).
 * - `form`: what such a page sends, or a page that asks another service. It waits for no turn, and ten cost as much as one page.
 * - `suggest`: suggestions while a person types.
 * - `search`: reads many features to find some.
 * - `list`: a page of rows, one thing with its parts.
 * - `tile`: a tile of a layer.
 * - `file`: a whole layer or file.
 * - `part`: a small part of a file that exists. A program that opens a file in place reads hundreds of them in a minute.
 * - `write`: changes something, or receives a file.
 */
export type Cost = "light" | DrawnCost | BudgetedCost;
export type DrawnCost = "page" | "form";
export type BudgetedCost = "suggest" | "search" | "list" | "tile" | "file" | "part" | "write";

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
  file: { caller: 300, portal: 6_000, visitorSeconds: 60, knownSeconds: 60 },
  part: { caller: 6_000, portal: 120_000, visitorSeconds: 60, knownSeconds: 60 },
  write: { caller: 600, portal: 12_000, visitorSeconds: 60, knownSeconds: 120 },
};

interface Lane {
  /** Its part of the database's connections. All lanes of searches together never hold every connection. */
  readonly share: number;
  /** Most calls of one caller that run at the same time: one address that floods keeps one processor of the database busy, not all. */
  readonly atOnceOfCaller?: number;
  /** Most calls of one caller that wait for their turn, and of all callers. */
  readonly waitingOfCaller: number;
  readonly waiting: number;
}

/** Calls that take turns: callers one after the other, so that one who sends many waits behind themselves. */
export const lanes = {
  suggest: { share: 0.2, atOnceOfCaller: 1, waitingOfCaller: 40, waiting: 400 },
  "visitor-search": { share: 0.2, atOnceOfCaller: 1, waitingOfCaller: 40, waiting: 400 },
  "known-search": { share: 0.3, waitingOfCaller: 40, waiting: 400 },
  "visitor-list": { share: 0.5, waitingOfCaller: 200, waiting: 2_000 },
  "visitor-tile": { share: 0.4, waitingOfCaller: 600, waiting: 3_000 },
} as const satisfies Record<string, Lane>;
export type LaneName = keyof typeof lanes;

/** A pool of fewer connections than this has one lane for all searches: several would hold every connection. */
const FEW_CONNECTIONS = 6;

/**
 * The lane of a call; null when it needs none.
 *
 * @param caller a person or program that is known, a visitor, or this machine, which calls for all visitors
 */
export function laneOf(cost: BudgetedCost, caller: "known" | "visitor" | "machine", connections: number): LaneName | null {
  if (cost === "suggest" || cost === "search") {
    if (connections < FEW_CONNECTIONS) return "visitor-search";
    if (cost === "suggest") return "suggest";
    return caller === "known" ? "known-search" : "visitor-search";
  }
  if (caller !== "visitor" || (cost !== "list" && cost !== "tile")) return null;
  return cost === "list" ? "visitor-list" : "visitor-tile";
}
