import { inScope } from "@archipel/database/scope.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { lockDataset } from "../queries.ts";

/** A dataset of the community, locked. To lock is to have the right to change it, which an organisation does not have: the platform locks for it. */
export function lockOwnDataset(sql: SqlSession, actor: MemberActor, datasetId: string) {
  const lock = () => lockDataset(sql, actor.communityId, datasetId);
  return actor.organisation ? inScope(sql, { from: memberScope(actor), to: { role: "system" } }, lock) : lock();
}
