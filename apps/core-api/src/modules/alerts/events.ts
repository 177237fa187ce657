import type { AuditVerb } from "@archipel/contracts/audit-actions.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { MemberActor } from "../../kernel/actor.ts";
import { audit } from "../../kernel/audit.ts";
import { emit } from "../../kernel/outbox.ts";

interface AlertChange {
  verb: AuditVerb<"alerts">;
  portalId: string;
  /** Null: the switch of the portal. */
  alertId: string | null;
  title?: string;
  /** Of a publication: its followers are notified of it. */
  revisionId?: string;
}

/** Records a change of alerts: journal and event, in the change's own transaction. */
export async function recordAlertChange(
  tx: Tx,
  { communityId, userId }: MemberActor,
  { verb, portalId, alertId, title = "", revisionId }: AlertChange,
): Promise<void> {
  const action = `alerts.${verb}` as const;
  const [resourceType, resourceId] = alertId === null ? ["portal", portalId] : ["alert", alertId];
  await audit(tx, { communityId, actorId: userId, action, resourceType, resourceId, summary: { name: title, portal: portalId } });
  await emit(tx, action, communityId, { portalId, ...(alertId && { alertId }), ...(revisionId && { revisionId }) });
}
