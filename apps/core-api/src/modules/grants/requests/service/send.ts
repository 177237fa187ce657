import { randomUUID } from "node:crypto";
import type { Explanation } from "@archipel/contracts/grants.ts";
import { isUniqueViolation } from "@archipel/database/unique-violation.ts";
import type { Person } from "../../../../kernel/actor.ts";
import { auditIn } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { emitIn } from "../../../../kernel/outbox.ts";
import { explainAccess } from "../../explain/service.ts";
import { countSince, insertRequest, requestableDataset, settleNotices, withdrawOpen } from "../queries.ts";

/** A person may send so many requests in a day, and ask again about a dataset so many days after a refusal. */
const MOST_A_DAY = 5;
const DAYS_AFTER_REFUSAL = 7;
const DAY_MS = 86_400_000;

/**
 * Asks for more of a dataset than the caller may read, or to edit it.
 *
 * @throws DomainError when the caller may not know of it, reads all of it, asked before, or sent too many
 */
export async function askAccess(
  core: Core,
  actor: Person,
  asked: { portalId: string; datasetId: string; reason: string; permission?: "read" | "edit" },
): Promise<Explanation> {
  const { userId } = actor;
  const { datasetId, portalId, reason, permission = "read" } = asked;
  const now = Date.now();
  const { access, request } = await explainAccess(core, actor, datasetId);
  if (access === "whole" && permission === "read") throw new DomainError("conflict", "access-held");
  if (request?.status === "open") throw new DomainError("conflict", "request-open");
  const again = request?.status === "declined" ? (request.decidedAt?.getTime() ?? now) + DAYS_AFTER_REFUSAL * DAY_MS : now;
  if (again > now) throw new DomainError("too-many", "request-declined-lately", { days: Math.ceil((again - now) / DAY_MS) });
  try {
    await core.database.sqlAs({ role: "system" }, async (sql) => {
      const dataset = await requestableDataset(sql, datasetId);
      if (!dataset) throw new DomainError("not-found", "dataset-not-found");
      if ((await countSince(sql, userId, new Date(now - DAY_MS))) >= MOST_A_DAY)
        throw new DomainError("too-many", "requests-too-many", { most: MOST_A_DAY });
      const { communityId, title } = dataset;
      const id = randomUUID();
      await insertRequest(sql, { id, communityId, datasetId, userId, portalId, permission, reason });
      const about = { communityId, actorId: userId, resourceType: "dataset", resourceId: datasetId };
      await auditIn(sql, { ...about, action: "grant.requested", summary: { title } });
      await emitIn(sql, "access.requested", communityId, { requestId: id, actorId: userId });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new DomainError("conflict", "request-open");
    throw error;
  }
  return explainAccess(core, actor, datasetId);
}

/** @throws DomainError when the request is not the person's, or was decided */
export async function withdrawAccessRequest(core: Core, { userId }: Person, requestId: string): Promise<void> {
  await core.database.sqlAs({ role: "system" }, async (sql) => {
    const row = await withdrawOpen(sql, requestId, userId);
    if (!row) throw new DomainError("conflict", "request-decided");
    await settleNotices(sql, requestId);
    const { communityId, datasetId: resourceId } = row;
    await auditIn(sql, { communityId, actorId: userId, action: "grant.request-withdrawn", resourceType: "dataset", resourceId });
  });
}
