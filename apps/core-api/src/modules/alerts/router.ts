import {
  alertInput,
  alertReachInput,
  alertsHereInput,
  closeAlertInput,
  createAlertInput,
  currentAlertsInput,
  keepAlertsInput,
  keptAlertsInput,
  listAlertsInput,
  publishAlertInput,
  readAlertInput,
  saveAlertInput,
} from "@archipel/contracts/alerts.ts";
import { communityProcedure, portalProcedure, router } from "../../trpc/procedures.ts";
import { createAlert, getAlert, removeAlert, saveAlert } from "./service/drafts.ts";
import { checkAlerts, keepAlerts, keptAlerts, reachOf } from "./service/keep.ts";
import { cancelAlert, endAlert, publishAlert } from "./service/publish.ts";
import { alertsHere, currentAlerts, listAlerts, readAlert } from "./service/read.ts";

export const alertsRouter = router({
  /** What every page of the portal knows: the same for everyone. */
  current: portalProcedure("alerts.visit", "light")
    .input(currentAlertsInput)
    .query(({ ctx }) => currentAlerts(ctx.core, ctx.visit.portalId)),
  list: portalProcedure("alerts.visit")
    .input(listAlertsInput)
    .query(({ ctx, input }) => listAlerts(ctx.core, ctx.visit.portalId, input.offset)),
  /** Null: no published alert has this id here. */
  read: portalProcedure("alerts.visit")
    .input(readAlertInput)
    .query(({ ctx, input }) => readAlert(ctx.core, ctx.visit.portalId, input.alertId)),
  /** The alerts in force at a place. Nothing of the place is kept. */
  here: portalProcedure("alerts.visit", "search")
    .input(alertsHereInput)
    .query(({ ctx, input }) => alertsHere(ctx.core, ctx.visit, input)),
  kept: communityProcedure("alerts.write")
    .input(keptAlertsInput)
    .query(({ ctx, input }) => keptAlerts(ctx.core, ctx.actor, input.portalId)),
  keep: communityProcedure("alerts.write")
    .input(keepAlertsInput)
    .mutation(({ ctx, input }) => keepAlerts(ctx.core, ctx.actor, input)),
  /** Says that what the portal shows is right now. */
  check: communityProcedure("alerts.write")
    .input(keptAlertsInput)
    .mutation(({ ctx, input }) => checkAlerts(ctx.core, ctx.actor, input.portalId)),
  /** How many people an alert of this area would be sent to. */
  reach: communityProcedure("alerts.write", "list")
    .input(alertReachInput)
    .mutation(({ ctx, input }) => reachOf(ctx.core, ctx.actor, input)),
  get: communityProcedure("alerts.write")
    .input(alertInput)
    .query(({ ctx, input }) => getAlert(ctx.core, ctx.actor, input.alertId)),
  create: communityProcedure("alerts.write")
    .input(createAlertInput)
    .mutation(({ ctx, input }) => createAlert(ctx.core, ctx.actor, input)),
  save: communityProcedure("alerts.write")
    .input(saveAlertInput)
    .mutation(({ ctx, input }) => saveAlert(ctx.core, ctx.actor, input)),
  /** The first revision, or a correction. */
  publish: communityProcedure("alerts.write")
    .input(publishAlertInput)
    .mutation(({ ctx, input }) => publishAlert(ctx.core, ctx.actor, input)),
  end: communityProcedure("alerts.write")
    .input(closeAlertInput)
    .mutation(({ ctx, input }) => endAlert(ctx.core, ctx.actor, input)),
  cancel: communityProcedure("alerts.write")
    .input(closeAlertInput)
    .mutation(({ ctx, input }) => cancelAlert(ctx.core, ctx.actor, input)),
  /** Only a draft that was never published. */
  remove: communityProcedure("alerts.write")
    .input(alertInput)
    .mutation(({ ctx, input }) => removeAlert(ctx.core, ctx.actor, input.alertId)),
});
