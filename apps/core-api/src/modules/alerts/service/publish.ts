import { randomUUID } from "node:crypto";
import type { AlertContent, AlertRevisionKind, closeAlertInput, EditedAlert, publishAlertInput } from "@archipel/contracts/alerts.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { recordAlertChange } from "../events.ts";
import { assertTitle, contentOf, journalTitle, periodOf, stateOf } from "../policy.ts";
import { type AlertRow, alertRow, areaOfRevision, insertRevision } from "../queries/kept.ts";
import { shapeOf } from "./area.ts";
import { forgetAlerts } from "./cache.ts";
import { getAlert } from "./drafts.ts";
import { alertNotFound, openLocked, openPortal } from "./open.ts";

/**
 * Publishes the draft: the first revision of an alert, or a correction of what everyone reads.
 *
 * @param now the clock of the caller
 */
export async function publishAlert(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof publishAlertInput>,
  now = new Date(),
): Promise<EditedAlert> {
  const { alertId, basedOn, isSent, note } = input;
  // Before the lock: the shape of communes is read from layers. A draft that changes meanwhile has another revision.
  const { portalId, draft } = await core.database.withTenant(actor, async (tx) => {
    const row = await alertRow(tx, actor.communityId, alertId);
    if (!row) throw alertNotFound();
    return { portalId: row.portalId, draft: contentOf(row.draft) };
  });
  const area = await shapeOf(core, portalId, draft.area);
  await core.database.withTenant(actor, async (tx) => {
    const row = await openLocked(tx, actor, alertId, basedOn);
    if (row.status === "cancelled") throw new DomainError("conflict", "alert-cancelled");
    const [language = "fr"] = (await openPortal(tx, actor, row.portalId)).languages;
    const content = contentOf(row.draft);
    assertTitle(content, language);
    const period = periodOf(content, row.startsAt, now);
    const kind = row.content === null ? "first" : "correction";
    await addRevision(tx, actor, row, { kind, content, area, ...period, note: kind === "first" ? "" : note, isSent, now });
  });
  forgetAlerts(core, portalId);
  return getAlert(core, actor, alertId, now);
}

/** Ends an alert now: it was right, and is over. */
export function endAlert(core: Core, actor: MemberActor, input: z.infer<typeof closeAlertInput>, now = new Date()): Promise<EditedAlert> {
  return close(core, actor, input, { kind: "end", now });
}

/** Takes an alert back: it was wrong, or what was expected does not come. It stays in the history. */
export function cancelAlert(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof closeAlertInput>,
  now = new Date(),
): Promise<EditedAlert> {
  return close(core, actor, input, { kind: "cancellation", now });
}

async function close(
  core: Core,
  actor: MemberActor,
  { alertId, isSent, note }: z.infer<typeof closeAlertInput>,
  { kind, now }: { kind: "end" | "cancellation"; now: Date },
): Promise<EditedAlert> {
  const portalId = await core.database.withTenant(actor, async (tx) => {
    const row = await openLocked(tx, actor, alertId);
    const state = stateOf(row, now);
    const isOpen = kind === "end" ? state === "in-force" : state === "in-force" || state === "planned";
    if (!isOpen || row.publishedRevisionId === null || row.startsAt === null) throw new DomainError("conflict", "alert-not-in-force");
    const area = await areaOfRevision(tx, row.publishedRevisionId);
    const content = contentOf(row.content);
    await addRevision(tx, actor, row, { kind, content, area, startsAt: row.startsAt, endsAt: now, note, isSent, now });
    return row.portalId;
  });
  forgetAlerts(core, portalId);
  return getAlert(core, actor, alertId, now);
}

interface Said {
  kind: AlertRevisionKind;
  content: AlertContent;
  area: string | null;
  startsAt: Date;
  endsAt: Date | null;
  note: string;
  isSent: boolean;
  now: Date;
}

async function addRevision(tx: Tx, actor: MemberActor, row: AlertRow, { now, ...said }: Said): Promise<void> {
  const { communityId, userId } = actor;
  const { id: alertId, portalId } = row;
  const kept = await tx.portalAlerts.updateMany({ where: { portalId, communityId, isKept: true }, data: { checkedAt: now } });
  if (kept.count === 0) throw new DomainError("conflict", "alerts-not-kept");
  const revisionId = randomUUID();
  await insertRevision(tx, { id: revisionId, communityId, alertId, authorId: userId, publishedAt: now, ...said });
  const status = said.kind === "cancellation" ? "cancelled" : "published";
  await tx.alert.update({
    where: { id: alertId, communityId },
    data: { status, publishedRevisionId: revisionId, revision: { increment: 1 }, updatedById: userId, updatedAt: now },
  });
  const verb = ({ first: "published", correction: "corrected", end: "ended", cancellation: "cancelled" } as const)[said.kind];
  await recordAlertChange(tx, actor, { verb, portalId, alertId, revisionId, title: journalTitle(said.content) });
}
