import type { Grant } from "@archipel/contracts/grants.ts";

const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

/** Whether a valid grant ends within a month. */
export function endsSoon({ state, until }: Pick<Grant, "state" | "until">, now = new Date()): boolean {
  return state === "valid" && until !== null && until.getTime() - now.getTime() <= SOON_DAYS * DAY_MS;
}

/** The end of a grant that is given for the same length again. */
export function renewedEnd({ from, until }: Pick<Grant, "from" | "until">): Date | null {
  return until && new Date(until.getTime() + Math.max(DAY_MS, until.getTime() - from.getTime()));
}
