import {
  ALERTS_MAX,
  type AlertRevisionKind,
  alertRevisionKind,
  type createAlertInput,
  type EditedAlert,
  type saveAlertInput,
} from "@archipel/contracts/alerts.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { recordAlertChange } from "../events.ts";
import { contentOf, journalTitle } from "../policy.ts";
import { alertRow, sendingRows } from "../queries/kept.ts";
import { alertNotFound, openLocked, openPortal, summaryOf } from "./open.ts";

/** Dates as JSON has them. */
export const stored = (content: object): Prisma.InputJsonObject => JSON.parse(JSON.stringify(content));

export async function getAlert(core: Core, actor: MemberActor, alertId: string, now = new Date()): Promise<EditedAlert> {
  const { communityId } = actor;
  const alert = await core.database.withTenant(actor, async (tx) => {
    const row = await alertRow(tx, communityId, alertId);
    if (!row) throw alertNotFound();
    const { languages } = await openPortal(tx, actor, row.portalId);
    const { portalId, revision } = row;
    return { ...summaryOf(row, now), communityId, portalId, draft: contentOf(row.draft), revision, languages };
  });
  const sendings = await core.database.sqlAs({ role: "system" }, (sql) => sendingRows(sql, alertId));
  const kindOf = (kind: string): AlertRevisionKind => alertRevisionKind.catch("correction").parse(kind);
  return { ...alert, sendings: sendings.map(({ kind, ...sending }) => ({ ...sending, kind: kindOf(kind) })) };
}

export async function createAlert(core: Core, actor: MemberActor, input: z.infer<typeof createAlertInput>): Promise<EditedAlert> {
  const { portalId, content } = input;
  const { communityId, userId } = actor;
  const id = await core.database.withTenant(actor, async (tx) => {
    await openPortal(tx, actor, portalId);
    if ((await tx.alert.count({ where: { portalId, communityId } })) >= ALERTS_MAX) {
      throw new DomainError("conflict", "alerts-full", { most: ALERTS_MAX });
    }
    const made = await tx.alert.create({
      data: { communityId, portalId, draft: stored(content), updatedById: userId },
      select: { id: true },
    });
    await recordAlertChange(tx, actor, { verb: "created", portalId, alertId: made.id, title: journalTitle(content) });
    return made.id;
  });
  return getAlert(core, actor, id);
}

/** Saves the draft. Nothing that visitors see changes. */
export async function saveAlert(core: Core, actor: MemberActor, input: z.infer<typeof saveAlertInput>): Promise<EditedAlert> {
  const { alertId, basedOn, content } = input;
  const { communityId, userId } = actor;
  await core.database.withTenant(actor, async (tx) => {
    const row = await openLocked(tx, actor, alertId, basedOn);
    if (row.status === "cancelled") throw new DomainError("conflict", "alert-cancelled");
    const data = { draft: stored(content), revision: { increment: 1 }, updatedById: userId, updatedAt: new Date() };
    await tx.alert.update({ where: { id: alertId, communityId }, data });
    await recordAlertChange(tx, actor, { verb: "edited", portalId: row.portalId, alertId, title: journalTitle(content) });
  });
  return getAlert(core, actor, alertId);
}

/** Deletes a draft that nobody has read. What was published is kept: it is ended or cancelled. */
export async function removeAlert(core: Core, actor: MemberActor, alertId: string): Promise<void> {
  await core.database.withTenant(actor, async (tx) => {
    const row = await openLocked(tx, actor, alertId);
    if (row.status !== "draft") throw new DomainError("conflict", "alert-published");
    await tx.alert.delete({ where: { id: alertId, communityId: actor.communityId } });
    await recordAlertChange(tx, actor, { verb: "deleted", portalId: row.portalId, alertId, title: journalTitle(contentOf(row.draft)) });
  });
}
