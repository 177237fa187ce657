import type { Page } from "@archipel/contracts/page.ts";

/** The offset of a page, from its cursor. An invalid cursor starts at the beginning. */
export function offsetOf(cursor: string | null | undefined): number {
  const offset = Number(cursor ?? 0);
  return Number.isSafeInteger(offset) && offset > 0 ? offset : 0;
}

/** A page of a list with a total. For lists that people read page by page, not for exports. */
export function pageFrom<T>(items: T[], total: number, offset: number): Page<T> {
  const next = offset + items.length;
  return { items, total, nextCursor: items.length > 0 && next < total ? String(next) : null };
}
