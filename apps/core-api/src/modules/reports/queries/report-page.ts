import type { SqlSession } from "@archipel/database/sql-session.ts";
import { keysetPage, keysetPlace } from "../../../kernel/keyset.ts";
import { type Conditions, REPORT, type ReportRow } from "./reports.ts";

/** Sort orders: two numeric keys, ascending, then the id. */
const ORDERS = {
  // Open reports first, the oldest at the top; then closed ones, the latest first.
  waiting: [
    "(r.closed_at IS NOT NULL)::integer",
    "CASE WHEN r.closed_at IS NULL THEN extract(epoch FROM r.created_at) ELSE -extract(epoch FROM r.closed_at) END",
  ],
  due: ["(r.closed_at IS NOT NULL)::integer", "coalesce(extract(epoch FROM r.due_at), 1e12 + extract(epoch FROM r.created_at))"],
  // ORDER BY 0 would mean a column's position.
  latest: ["abs(0)", "-extract(epoch FROM r.created_at)"],
  changed: ["abs(0)", "-extract(epoch FROM r.updated_at)"],
} as const;
export type ReportOrder = keyof typeof ORDERS;

export interface ReportPage {
  rows: ReportRow[];
  total: number;
  nextCursor: string | null;
}

/**
 * A page of reports and the total. Pages use keysets, not offsets: reports leave a queue while it is read, and an offset would then skip
 * some.
 */
export async function reportPage(
  sql: SqlSession,
  where: Conditions,
  order: ReportOrder,
  page: { cursor?: string | null | undefined; limit: number },
): Promise<ReportPage> {
  const [count] = await sql.query<{ total: number }>(`SELECT count(*)::integer AS total FROM reports r WHERE ${where.sql}`, where.params);
  const keys = ORDERS[order].join(", ");
  const after = keysetPlace(page.cursor);
  if (after) where.and(`(${keys}, r.id) > (?::integer, ?::numeric, ?::uuid)`, ...after);
  const found = await sql.query<ReportRow & { at: unknown }>(
    `SELECT one.*, jsonb_build_array(keys.a, keys.b::text, one.id) AS at
     FROM (${REPORT} WHERE ${where.sql} ORDER BY ${keys}, r.id LIMIT ${Number(page.limit) + 1}) one
     JOIN LATERAL (SELECT ${ORDERS[order][0]} AS a, ${ORDERS[order][1]} AS b FROM reports r WHERE r.id = one.id) keys ON true
     ORDER BY keys.a, keys.b, one.id`,
    where.params,
  );
  return { ...keysetPage(found, page.limit), total: count?.total ?? 0 };
}
