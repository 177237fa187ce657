import { randomUUID } from "node:crypto";
import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import {
  type Bearer,
  type barLabelInput,
  type DatasetLabels,
  type LabelTrial,
  labelColour,
  type QualityLabel,
  type saveLabelInput,
  type tryLabelInput,
  type voteInput,
} from "@archipel/contracts/quality-labels.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type Actor, type MemberActor, memberScope, scopeOf } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { sheetRow } from "../queries/sheets.ts";
import { settleLabels } from "../sheet/settle-labels.ts";
import { missesOf, NO_VOTES } from "./policy.ts";
import {
  awardedLabels,
  awardHistory,
  beginAward,
  endAward,
  isMemberOf,
  labelsOf,
  lockLabels,
  measuredDatasets,
  pairKey,
  removeLabel,
  tallies,
  votesOf,
  writeLabel,
  writeVote,
} from "./queries.ts";

/** Maximum number of labels of a community: people must be able to know them all. */
const MOST_LABELS = 20;

export function listLabels(core: Core, actor: MemberActor): Promise<QualityLabel[]> {
  return core.database.sqlAs(memberScope(actor), (sql) => labelsOf(sql, actor.communityId));
}

/** The state of each label of the community for a dataset, for callers who may read the dataset. */
export async function labelsOfDataset(core: Core, actor: Actor, datasetId: string): Promise<DatasetLabels> {
  const { communityId, labels, history, mine, mayVote } = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    const row = await sheetRow(sql, datasetId);
    if (!row) throw new DomainError("not-found", "dataset-not-found");
    return {
      communityId: row.communityId,
      labels: await labelsOf(sql, row.communityId),
      history: await awardHistory(sql, datasetId),
      mine: actor.userId === null ? new Map<string, boolean>() : await votesOf(sql, datasetId, actor.userId),
      mayVote: actor.userId !== null && (await isMemberOf(sql, row.communityId)),
    };
  });
  const votes = await core.database.sqlAs({ role: "system" }, (sql) => tallies(sql, communityId, datasetId));
  const standings = labels.map((label): DatasetLabels["standings"][number] => {
    const periods = history.filter(({ labelId }) => labelId === label.id);
    const current = periods.find(({ endedAt }) => endedAt === null);
    return {
      label,
      state: current?.state ?? "none",
      since: current?.startedAt ?? null,
      votes: label.rule.by === "vote" ? (votes.get(pairKey(label.id, datasetId)) ?? NO_VOTES) : null,
      myVote: mine.get(label.id) ?? null,
      history: periods.map(({ state, startedAt, endedAt, reason }) => ({ state, startedAt, endedAt, reason })),
    };
  });
  return { communityId, mayVote, standings };
}

/** The labels of these datasets, without datasets that the caller may not read. */
export async function listAwardedLabels(core: Core, actor: Actor, datasetIds: readonly string[]): Promise<Bearer[]> {
  const rows = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => awardedLabels(sql, datasetIds));
  return rows.map(({ datasetId, colour, ...label }) => ({ datasetId, label: { ...label, colour: labelColour.parse(colour) } }));
}

/** Creates or changes a label. It is awarded and withdrawn at once. */
export async function saveLabel(core: Core, actor: MemberActor, input: z.infer<typeof saveLabelInput>): Promise<QualityLabel> {
  const { communityId: _, labelId, ...words } = input;
  const { communityId } = actor;
  const label: QualityLabel = { id: labelId ?? randomUUID(), ...words };
  await core.database.sqlAs(memberScope(actor), async (sql) => {
    await lockLabels(sql, communityId);
    if (labelId === undefined && (await labelsOf(sql, communityId)).length >= MOST_LABELS) {
      throw new DomainError("conflict", "too-many-labels", { most: MOST_LABELS });
    }
    if (!(await writeLabel(sql, communityId, labelId === undefined, label))) throw new DomainError("not-found", "label-not-found");
    await audited(sql, actor, "label.saved", label.id, { name: label.nameFr });
  });
  await core.database.sqlAs({ role: "worker", communityId }, (sql) => settleLabels(sql, communityId));
  return label;
}

/** Deletes a label permanently, with its history and votes. */
export function deleteLabel(core: Core, actor: MemberActor, labelId: string): Promise<void> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const name = await removeLabel(sql, actor.communityId, labelId);
    if (name === undefined) throw new DomainError("not-found", "label-not-found");
    await audited(sql, actor, "label.deleted", labelId, { name });
  });
}

/** The datasets that would get a label by this rule, and what the others lack. Changes nothing. */
export async function tryLabel(core: Core, actor: MemberActor, input: z.infer<typeof tryLabelInput>): Promise<LabelTrial[]> {
  const { communityId } = actor;
  const datasets = await core.database.sqlAs(memberScope(actor), (sql) => measuredDatasets(sql, communityId));
  const votes = await core.database.sqlAs({ role: "worker", communityId }, (sql) => tallies(sql, communityId));
  return datasets.map(({ datasetId, title, measures }) => {
    const tally = input.labelId === undefined ? undefined : votes.get(pairKey(input.labelId, datasetId));
    const misses = missesOf(input.rule, measures, tally ?? NO_VOTES);
    return { datasetId, title, isBearer: misses.length === 0, misses };
  });
}

/** Saves or withdraws a member's vote for or against a label on a dataset. The label is awarded or withdrawn at once. */
export async function vote(core: Core, actor: MemberActor, input: z.infer<typeof voteInput>): Promise<void> {
  const { communityId, userId } = actor;
  const { labelId, datasetId, isFor } = input;
  await core.database.sqlAs(memberScope(actor), async (sql) => {
    const label = await labelFor(sql, actor, labelId, datasetId);
    if (label.rule.by !== "vote") throw new DomainError("conflict", "label-not-by-vote");
    await writeVote(sql, { labelId, datasetId, userId, communityId, isFor });
    // If this process dies before the label is settled, the next computation of the sheet does it.
    await emitIn(sql, "quality.voted", communityId, { datasetId, labelId });
  });
  await core.database.sqlAs({ role: "worker", communityId }, (sql) => settleLabels(sql, communityId, datasetId));
}

/** A manager withholds a label from a dataset, with a public reason; or lifts this, and the rule decides again. */
export async function barLabel(core: Core, actor: MemberActor, input: z.infer<typeof barLabelInput>): Promise<void> {
  const { communityId, userId } = actor;
  const { labelId, datasetId } = input;
  const about = { labelId, datasetId };
  await core.database.sqlAs(memberScope(actor), async (sql) => {
    await lockLabels(sql, communityId);
    const label = await labelFor(sql, actor, labelId, datasetId);
    const ended = await endAward(sql, labelId, datasetId);
    if (input.isBarred) {
      await beginAward(sql, { id: randomUUID(), communityId, state: "barred", reason: input.reason, byId: userId, ...about });
      if (ended === "awarded") await emitIn(sql, "quality.label-withdrawn", communityId, about);
    }
    await audited(sql, actor, input.isBarred ? "label.barred" : "label.unbarred", labelId, { name: label.nameFr, datasetId });
  });
  if (!input.isBarred) await core.database.sqlAs({ role: "worker", communityId }, (sql) => settleLabels(sql, communityId, datasetId));
}

/** The label, if both it and the dataset belong to the community. */
async function labelFor(sql: SqlSession, { communityId }: MemberActor, labelId: string, datasetId: string): Promise<QualityLabel> {
  const dataset = await sheetRow(sql, datasetId);
  if (dataset?.communityId !== communityId) throw new DomainError("not-found", "dataset-not-found");
  const label = (await labelsOf(sql, communityId)).find(({ id }) => id === labelId);
  if (!label) throw new DomainError("not-found", "label-not-found");
  return label;
}

function audited(
  sql: SqlSession,
  actor: MemberActor,
  action: AuditAction,
  labelId: string,
  summary: Record<string, string>,
): Promise<void> {
  const { communityId, userId } = actor;
  return auditIn(sql, { communityId, actorId: userId, action, resourceType: "label", resourceId: labelId, summary });
}
