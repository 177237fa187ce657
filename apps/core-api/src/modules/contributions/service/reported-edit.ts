import { randomUUID } from "node:crypto";
import type { ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { editedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { storeEdits } from "../edits/store.ts";
import { contributionRow, lockContribution, setStatus } from "../queries/contributions.ts";
import { insertFromReport } from "../queries/open-contributions.ts";
import { insertApproval } from "../queries/reviews.ts";
import { isOutsideTerritory } from "../queries/territory.ts";
import { assertValidEdits, auditAndEmit } from "./drafts.ts";
import { mergeLocked } from "./merge.ts";
import { rulesOf } from "./situation.ts";

/** The outcome of accepting an edit that a report proposes. `submitted`: its dataset requires more approvals. */
export type ReportedOutcome = { outcome: "merged"; layerIds: string[] } | { outcome: "conflicting" } | { outcome: "submitted" };

/**
 * Saves the edit that a report proposes as a draft, which no queue shows until the report is accepted. It is checked like a contributor's.
 *
 * @param sql a worker's session of the community
 * @throws DomainError when the layer is not the community's or is closed to contributions, or the edit does not fit it
 */
export async function saveReportedEdit(
  sql: SqlSession,
  community: CommunityId,
  report: { authorId: string | null; title: string },
  edit: ProposedEdit,
): Promise<string> {
  const layer = await editedLayer(sql, community, edit.layerId);
  const rules = await rulesOf(sql, { communityId: community }, layer.datasetId);
  if (!rules.isOpen) throw new DomainError("forbidden", "contributions-closed", {}, "proposedEdit");
  const owner = { id: randomUUID(), communityId: community };
  const { authorId, title } = report;
  await insertFromReport(sql, community, { id: owner.id, datasetId: layer.datasetId, authorId, title });
  // Replace the id from the client: it could be that of somebody else's edit.
  const own = edit.operation === "insert" ? { ...edit, editId: randomUUID() } : edit;
  await storeEdits(sql, owner, layer, rules.lockedColumns[edit.layerId] ?? [], [own]);
  await assertValidEdits(sql, owner);
  return owner.id;
}

/**
 * Merges the edit that a report proposes, with the reporter as its author. On conflict it stays in the queue of contributions.
 *
 * @param sql a worker's session of the moderator's community; the caller must call `core.news.edited` after the commit
 */
export async function acceptReportedEdit(sql: SqlSession, actor: MemberActor, contributionId: string): Promise<ReportedOutcome> {
  const { communityId, userId } = actor;
  const isThere = await lockContribution(sql, communityId, contributionId);
  const row = isThere ? await contributionRow(sql, communityId, contributionId) : undefined;
  if (row?.origin !== "report") throw new DomainError("not-found", "contribution-not-found");
  if (row.status === "merged") return { outcome: "merged", layerIds: [] };
  if (row.status === "submitted" || row.status === "conflicting") return { outcome: row.status };
  if (row.status !== "draft") throw new DomainError("conflict", "contribution-over", { status: row.status });
  const rules = await rulesOf(sql, actor, row.datasetId);
  const isOutside = rules.territoryCounts && (await isOutsideTerritory(sql, actor, row.id));
  if (isOutside) throw new DomainError("forbidden", "outside-territory");
  await setStatus(sql, communityId, row.id, { status: "submitted", isSubmission: true });
  await insertApproval(sql, communityId, row.id, { reviewerId: userId, editsVersion: row.editsVersion });
  if (rules.approvals > 1) {
    await auditAndEmit(sql, actor, row, "contribution.submitted");
    return { outcome: "submitted" };
  }
  const known = { row, rules, approvals: { given: 1, isMine: true }, isAuthor: false, isOutside, allowed: [] };
  const merged = await mergeLocked(sql, actor, known);
  return merged.outcome === "merged"
    ? { outcome: "merged", layerIds: merged.revisions.map(({ layerId }) => layerId) }
    : { outcome: "conflicting" };
}
