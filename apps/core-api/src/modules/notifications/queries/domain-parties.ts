import { domainToUnicode } from "node:url";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface DomainParties {
  /** As people write it. */
  name: string;
  portalId: string;
  managers: string[];
}

/** Everyone that an event of a domain concerns; null when it was removed. */
export async function domainParties(sql: SqlSession, domainId: string): Promise<DomainParties | null> {
  const [row] = await sql.query<{ host: string; portalId: string; managers: string[] }>(
    `SELECT d.host, d.portal_id AS "portalId", ARRAY(SELECT m.user_id FROM memberships m
       WHERE m.community_id = d.community_id AND m.role = 'manager' AND m.status = 'active') AS managers
     FROM portal_domains d WHERE d.id = $1::uuid`,
    [domainId],
  );
  return row ? { name: domainToUnicode(row.host), portalId: row.portalId, managers: row.managers } : null;
}
