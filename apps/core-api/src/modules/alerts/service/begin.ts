import type { Core } from "../../../kernel/core.ts";
import { emit } from "../../../kernel/outbox.ts";
import { takeBegun } from "../queries/kept.ts";
import { forgetAlerts } from "./cache.ts";

/** Alerts of one turn: the others come at the next. */
const AT_ONCE = 100;

/**
 * Emits an event for each planned alert whose moment has come: its followers are notified then. What is noted in the same transaction survives a restart.
 *
 * @param now the clock of the caller
 * @returns how many began
 */
export async function beginAlerts(core: Core, now = new Date()): Promise<number> {
  const begun = await core.database.withSystem(async (tx) => {
    const rows = await takeBegun(tx, now, AT_ONCE);
    for (const { id: revisionId, communityId, portalId, alertId } of rows) {
      await emit(tx, "alerts.in-force", communityId, { portalId, alertId, revisionId });
    }
    return rows;
  });
  for (const { portalId } of begun) forgetAlerts(core, portalId);
  return begun.length;
}
