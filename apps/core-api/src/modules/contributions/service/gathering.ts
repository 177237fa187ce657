import { randomUUID } from "node:crypto";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { grantsToEdit, wholly } from "../granted/service/judge.ts";
import { touchContribution } from "../queries/add-imported.ts";
import { setStatus } from "../queries/contributions.ts";
import { type EditsOwner, ownerOf } from "../queries/edits.ts";
import { hasEdits, latestGathering, lockGathering } from "../queries/gathering.ts";
import { insertFromProgram } from "../queries/open-contributions.ts";
import { auditAndEmit } from "./drafts.ts";

/** The dataset of a layer that a program writes to. */
export interface Target {
  datasetId: string;
  datasetTitle: string;
}

/**
 * The contribution to which a program's next write is added: the author's latest from a program, if it changed within the last 15 minutes
 * and nobody reviewed it. Other writes of the same person to the dataset wait until this transaction ends.
 */
export async function gatheringOf(sql: SqlSession, actor: MemberActor, { datasetId }: Target): Promise<EditsOwner | null> {
  await lockGathering(sql, actor.userId, datasetId);
  const id = await latestGathering(sql, actor.communityId, datasetId, actor.userId);
  return id === undefined ? null : ownerOf(actor, id);
}

/** Opens a contribution for a program's writes. Its title is the dataset's and the date. */
export async function openForProgram(
  sql: SqlSession,
  actor: MemberActor,
  { datasetId, datasetTitle }: Target,
  status: "draft" | "submitted",
): Promise<EditsOwner> {
  const id = randomUUID();
  const title = `${datasetTitle.slice(0, 140)} (${new Date().toISOString().slice(0, 10)})`;
  const grantIds = actor.byGrants ? await grantsToEdit(sql, actor, datasetId) : [];
  await insertFromProgram(sql, actor.communityId, { id, datasetId, authorId: actor.userId, title, status, grantIds });
  if (status === "submitted") await auditAndEmit(sql, actor, { id, title, datasetId, datasetTitle }, "contribution.submitted");
  return ownerOf(actor, id);
}

/** Marks a contribution as changed and emits the event. A contribution without edits is withdrawn. */
export async function touchGathering(sql: SqlSession, actor: MemberActor, owner: EditsOwner, datasetId: string): Promise<void> {
  const { communityId } = actor;
  const { id } = owner;
  await touchContribution(sql, owner);
  const isLeft = await hasEdits(sql, owner);
  if (!isLeft) await setStatus(sql, communityId, id, { status: "withdrawn" });
  await wholly(sql, actor, () =>
    emitIn(sql, isLeft ? "contribution.edited" : "contribution.withdrawn", communityId, { contributionId: id, datasetId }),
  );
}
