import { z } from "zod";

// Pages of a list that shrinks and grows while it is read: a page begins after the last row of the one before it, not after a count, so that
// none is skipped because others left. Rows are in the order of two numbers that rise, then of their id.

const place = z.tuple([z.int(), z.string().regex(/^-?\d{1,16}(\.\d{1,12})?$/), z.uuid()]);
type KeysetPlace = z.infer<typeof place>;

/** After which row a page begins, from its cursor. Cursors are ours alone: one that we did not make starts at the beginning. */
export function keysetPlace(cursor: string | null | undefined): KeysetPlace | null {
  if (!cursor) return null;
  try {
    return place.parse(JSON.parse(cursor));
  } catch {
    return null;
  }
}

/** A page out of rows of which one more than asked for was read. `at` of each row is its place, as an array of JSON. */
export function keysetPage<Row extends { at: unknown }>(found: readonly Row[], limit: number): { rows: Row[]; nextCursor: string | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, nextCursor: found.length > rows.length && last ? JSON.stringify(last.at) : null };
}
