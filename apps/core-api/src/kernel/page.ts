import type { Page } from "@archipel/contracts/page.ts";

/** Where a page starts, from its cursor. Cursors are ours alone: one that we did not make starts at the beginning. */
export function offsetOf(cursor: string | null | undefined): number {
  const offset = Number(cursor ?? 0);
  return Number.isSafeInteger(offset) && offset > 0 ? offset : 0;
}

/** A page of a list that is counted from its beginning. For lists that people turn by hand, not for exports. */
export function pageFrom<T>(items: T[], total: number, offset: number): Page<T> {
  const next = offset + items.length;
  return { items, total, nextCursor: items.length > 0 && next < total ? String(next) : null };
}
