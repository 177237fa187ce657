import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type RequestParties, requestParties } from "../queries.ts";

export type { RequestParties };

/** The people of a request, for notifications. */
export function partiesOfRequest(sql: SqlSession, requestId: string): Promise<RequestParties | null> {
  return requestParties(sql, requestId);
}
