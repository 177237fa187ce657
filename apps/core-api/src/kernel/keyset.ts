import { z } from "zod";

// Pages of a list that changes while it is read. A page begins after the last row of the previous one, not after a count, so that no row is
// skipped when others leave. Rows are ordered by two ascending numbers, then by id.

const place = z.tuple([z.int(), z.string().regex(/^-?\d{1,16}(\.\d{1,12})?$/), z.uuid()]);
type KeysetPlace = z.infer<typeof place>;

/** The row after which a page begins, from its cursor. An invalid cursor starts at the beginning. */
export function keysetPlace(cursor: string | null | undefined): KeysetPlace | null {
  if (!cursor) return null;
  try {
    return place.parse(JSON.parse(cursor));
  } catch {
    return null;
  }
}

/** A page from rows of which one more than `limit` was read. `at` of each row is its place, as a JSON array. */
export function keysetPage<Row extends { at: unknown }>(found: readonly Row[], limit: number): { rows: Row[]; nextCursor: string | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, nextCursor: found.length > rows.length && last ? JSON.stringify(last.at) : null };
}
