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
import { refuseInvalid, tell } from "./drafts.ts";
import { mergeKnown } from "./merge.ts";
import { rulesOf } from "./situation.ts";

/** What comes of accepting an edit that a report proposes. `submitted`: its dataset wants more approvals than this one. */
export type ReportedOutcome = { outcome: "merged"; layerIds: string[] } | { outcome: "conflicting" } | { outcome: "submitted" };

/**
 * Keeps the edit that a report proposes: a draft that no queue shows until the report is accepted. Checked as a contributor's would be.
 *
 * @param sql a worker's session of the community
 * @throws DomainError when the layer is not the community's, takes no contributions, or the edit does not fit it
 */
export async function keepReportedEdit(
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
  // The edit's own id is not the sender's to choose: it could name another's.
  const own = edit.operation === "insert" ? { ...edit, editId: randomUUID() } : edit;
  await storeEdits(sql, owner, layer, rules.lockedColumns[edit.layerId] ?? [], [own]);
  await refuseInvalid(sql, owner);
  return owner.id;
}

/**
 * Merges what a report proposed, on a moderator's word, with the reporter as its author. On conflict it waits among the contributions.
 *
 * @param sql a worker's session of the moderator's community; whoever calls it tells `core.news` after the commit
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
    await tell(sql, actor, row, "contribution.submitted");
    return { outcome: "submitted" };
  }
  const known = { row, rules, approvals: { given: 1, isMine: true }, isAuthor: false, isOutside, allowed: [] };
  const merged = await mergeKnown(sql, actor, known);
  return merged.outcome === "merged"
    ? { outcome: "merged", layerIds: merged.revisions.map(({ layerId }) => layerId) }
    : { outcome: "conflicting" };
}
