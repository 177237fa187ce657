import type { SqlSession } from "@archipel/database/sql-session.ts";
import { keysetPage, keysetPlace } from "../../../kernel/keyset.ts";
import { type Conditions, REPORT, type ReportRow } from "./reports.ts";

/** Orders of reports: two numbers that rise, then the id. */
const ORDERS = {
  // What waits for somebody first, the longest waiting at its head; then what is closed, the latest first.
  waiting: [
    "(r.closed_at IS NOT NULL)::integer",
    "CASE WHEN r.closed_at IS NULL THEN extract(epoch FROM r.created_at) ELSE -extract(epoch FROM r.closed_at) END",
  ],
  due: ["(r.closed_at IS NOT NULL)::integer", "coalesce(extract(epoch FROM r.due_at), 1e12 + extract(epoch FROM r.created_at))"],
  // A bare 0 would be the number of a column.
  latest: ["abs(0)", "-extract(epoch FROM r.created_at)"],
} as const;
export type ReportOrder = keyof typeof ORDERS;

export interface ReportPage {
  rows: ReportRow[];
  total: number;
  nextCursor: string | null;
}

/**
 * A page of reports with how many there are in all. A page begins after the last report of the one before it, not after a count: reports
 * leave a queue while it is read, and none must be skipped for that.
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
