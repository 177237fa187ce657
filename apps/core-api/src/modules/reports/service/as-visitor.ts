import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type PortalVisit, visitorScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { setFollowHash } from "../queries/follow.ts";
import { followHash } from "./sender.ts";

/**
 * Reads as a visitor of a portal. Row-level security leaves out reports and messages that are hidden, held for a moderator or refused, except
 * the caller's own.
 *
 * @param follow the secret of a reporter without an account
 */
export function asVisitor<T>(core: Core, visit: PortalVisit, work: (sql: SqlSession) => Promise<T>, follow?: string): Promise<T> {
  return core.database.sqlAs(visitorScope(visit), async (sql) => {
    if (follow !== undefined) await setFollowHash(sql, followHash(core, follow));
    return work(sql);
  });
}
