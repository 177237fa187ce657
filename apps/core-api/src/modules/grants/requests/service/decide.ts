import { type AccessRequest, type acceptAccessInput, askedPermission, type GrantPermission } from "@archipel/contracts/grants.ts";
import { requestStatus } from "@archipel/contracts/requests.ts";
import { inScope } from "@archipel/database/scope.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../../kernel/actor.ts";
import { auditIn } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { emitIn } from "../../../../kernel/outbox.ts";
import { namesOfSubjects } from "../../queries.ts";
import { giveIn } from "../../service/give.ts";
import { type AccessRequestRow, accessRequestRows, decideRequest, lockOpenRequest, settleNotices } from "../queries.ts";

/** The requests about the community's data, or about one dataset: open ones, the oldest first, or the latest decided ones. */
export async function listAccessRequests(
  core: Core,
  actor: MemberActor,
  { datasetId, isDecided }: { datasetId?: string | undefined; isDecided: boolean },
): Promise<AccessRequest[]> {
  const rows = await core.database.sqlAs(memberScope(actor), (sql) =>
    accessRequestRows(sql, actor.communityId, datasetId ?? null, isDecided),
  );
  const people = rows.flatMap(({ userId, decidedById }) => [userId, decidedById].filter((id) => id !== null));
  const names = await core.database.sqlAs({ role: "system" }, (sql) =>
    namesOfSubjects(sql, { people, communities: [], groups: [], organisations: [], keys: [] }),
  );
  const known = new Map(names.people.map((one) => [one.id, one]));
  return rows.flatMap(({ userId, decidedById, ...row }) => {
    const person = known.get(userId);
    if (!person) return [];
    const decidedByName = known.get(decidedById ?? "")?.name ?? null;
    const permission = askedPermission.parse(row.permission);
    return [{ ...row, permission, status: requestStatus.parse(row.status), personName: person.name, email: person.email, decidedByName }];
  });
}

/** Gives the person what the manager chose. */
export function acceptAccess(
  core: Core,
  actor: MemberActor,
  { requestId, answer, ...given }: Omit<z.infer<typeof acceptAccessInput>, "communityId" | "permission"> & { permission?: GrantPermission },
): Promise<void> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const row = await openRequest(sql, actor, requestId);
    const subject = { userId: row.userId };
    const { id: grantId } = await giveIn(sql, actor, { ...given, datasetId: row.datasetId, subject }, { isAnswer: true });
    await decide(sql, actor, row, { status: "accepted", answer, grantId });
  });
}

/** Declines with a reason that the person reads. */
export function declineAccess(core: Core, actor: MemberActor, { requestId, answer }: { requestId: string; answer: string }): Promise<void> {
  return core.database.sqlAs(memberScope(actor), async (sql) =>
    decide(sql, actor, await openRequest(sql, actor, requestId), { status: "declined", answer, grantId: null }),
  );
}

async function openRequest(sql: SqlSession, { communityId }: MemberActor, requestId: string): Promise<AccessRequestRow> {
  const row = await lockOpenRequest(sql, communityId, requestId);
  if (!row) throw new DomainError("conflict", "request-decided");
  return row;
}

async function decide(
  sql: SqlSession,
  actor: MemberActor,
  { id: requestId, datasetId, datasetTitle }: AccessRequestRow,
  decision: { status: "accepted" | "declined"; answer: string; grantId: string | null },
): Promise<void> {
  const { communityId, userId } = actor;
  await decideRequest(sql, requestId, { ...decision, userId });
  // Notices of other managers.
  await inScope(sql, { from: memberScope(actor), to: { role: "system" } }, () => settleNotices(sql, requestId));
  const about = { communityId, actorId: userId, resourceType: "dataset", resourceId: datasetId };
  await auditIn(sql, { ...about, action: `grant.request-${decision.status}`, summary: { title: datasetTitle } });
  await emitIn(sql, `access.${decision.status}`, communityId, { requestId, actorId: userId });
}
