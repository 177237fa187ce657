import { isDeepStrictEqual } from "node:util";
import type { AlertSummary } from "@archipel/contracts/alerts.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { languagesOf } from "../../site/policy.ts";
import { contentOf, stateOf } from "../policy.ts";
import { type AlertRow, lockAlert } from "../queries/kept.ts";

/** The languages of a portal of the caller's community. */
export async function openPortal(tx: Tx, { communityId }: MemberActor, portalId: string) {
  const portal = await tx.portal.findFirst({ where: { id: portalId, communityId }, select: { locales: true } });
  if (!portal) throw new DomainError("not-found", "portal-not-found");
  return { languages: languagesOf(portal.locales) };
}

export const alertNotFound = () => new DomainError("not-found", "alert-not-found");

/** An alert that is about to change. `basedOn`: refuses when somebody changed it since the caller read it. */
export async function openLocked(tx: Tx, { communityId }: MemberActor, alertId: string, basedOn?: number): Promise<AlertRow> {
  const row = await lockAlert(tx, communityId, alertId);
  if (!row) throw alertNotFound();
  if (basedOn !== undefined && row.revision !== basedOn) {
    throw new DomainError("conflict", "alert-changed", { by: row.updatedBy ?? "" });
  }
  return row;
}

/** The list shows what everyone reads; of an alert that was never published, its draft. */
export function summaryOf(row: AlertRow, now: Date): AlertSummary {
  const draft = contentOf(row.draft);
  const shown = row.content === null ? draft : contentOf(row.content);
  const { id, startsAt, endsAt, updatedAt, updatedBy } = row;
  return {
    id,
    state: stateOf(row, now),
    level: shown.level,
    title: shown.title,
    startsAt: startsAt ?? draft.from,
    endsAt: row.content === null ? draft.until : endsAt,
    hasChanges: row.content !== null && row.status === "published" && !isDeepStrictEqual(draft, shown),
    updatedAt,
    updatedBy,
  };
}
