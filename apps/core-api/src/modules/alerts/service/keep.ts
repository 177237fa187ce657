import { ALERTS_MAX, type alertReachInput, type KeptAlerts, type keepAlertsInput } from "@archipel/contracts/alerts.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { countAlertFollowers, countFollowers } from "../../follows/service/portal-followers.ts";
import { recordAlertChange } from "../events.ts";
import { alertRows } from "../queries/kept.ts";
import { shapeOf } from "./area.ts";
import { forgetAlerts } from "./cache.ts";
import { openPortal, summaryOf } from "./open.ts";

/** The alerts of a portal for its managers, and whether it keeps them. */
export async function keptAlerts(core: Core, actor: MemberActor, portalId: string, now = new Date()): Promise<KeptAlerts> {
  const kept = await core.database.withTenant(actor, async (tx) => {
    const { languages } = await openPortal(tx, actor, portalId);
    const settings = await tx.portalAlerts.findUnique({ where: { portalId, communityId: actor.communityId } });
    const rows = await alertRows(tx, actor.communityId, portalId, ALERTS_MAX);
    return {
      isKept: settings?.isKept ?? false,
      checkedAt: settings?.checkedAt ?? null,
      alerts: rows.map((row) => summaryOf(row, now)),
      languages,
    };
  });
  return { ...kept, followers: await countFollowers(core, portalId, "alerts") };
}

/** Turns the alerts of a portal on or off. Off, no page speaks of them, and none is lost. */
export async function keepAlerts(
  core: Core,
  actor: MemberActor,
  { portalId, isKept }: z.infer<typeof keepAlertsInput>,
): Promise<KeptAlerts> {
  const { communityId } = actor;
  await core.database.withTenant(actor, async (tx) => {
    await openPortal(tx, actor, portalId);
    const data = { isKept, checkedAt: new Date() };
    await tx.portalAlerts.upsert({ where: { portalId, communityId }, create: { ...data, portalId, communityId }, update: data });
    await recordAlertChange(tx, actor, { verb: isKept ? "begun" : "stopped", portalId, alertId: null });
  });
  forgetAlerts(core, portalId);
  return keptAlerts(core, actor, portalId);
}

/** Says that what the portal shows of alerts is right now. */
export async function checkAlerts(core: Core, actor: MemberActor, portalId: string): Promise<KeptAlerts> {
  const { communityId } = actor;
  await core.database.withTenant(actor, async (tx) => {
    await openPortal(tx, actor, portalId);
    const { count } = await tx.portalAlerts.updateMany({ where: { portalId, communityId, isKept: true }, data: { checkedAt: new Date() } });
    if (count === 0) throw new DomainError("conflict", "alerts-not-kept");
    await recordAlertChange(tx, actor, { verb: "checked", portalId, alertId: null });
  });
  forgetAlerts(core, portalId);
  return keptAlerts(core, actor, portalId);
}

/** How many people an alert of this area would be sent to: each once, whatever they follow. */
export async function reachOf(
  core: Core,
  actor: MemberActor,
  { portalId, area }: z.infer<typeof alertReachInput>,
): Promise<{ people: number }> {
  await core.database.withTenant(actor, (tx) => openPortal(tx, actor, portalId));
  return { people: await countAlertFollowers(core, portalId, await shapeOf(core, portalId, area)) };
}
