import { listNoticesInput, markNoticesReadInput, saveNoticePreferenceInput } from "@archipel/contracts/notifications.ts";
import { router, userProcedure } from "../../trpc/procedures.ts";
import * as notices from "./service/notices.ts";

export const notificationsRouter = router({
  list: userProcedure("notifications.read")
    .input(listNoticesInput)
    .query(({ ctx, input }) => notices.listNotices(ctx.core, ctx.actor, input)),
  unread: userProcedure("notifications.read").query(({ ctx }) => notices.countUnread(ctx.core, ctx.actor)),
  markRead: userProcedure("notifications.edit")
    .input(markNoticesReadInput)
    .mutation(({ ctx, input }) => notices.markNoticesRead(ctx.core, ctx.actor, input.ids)),
  markAllRead: userProcedure("notifications.edit").mutation(({ ctx }) => notices.markNoticesRead(ctx.core, ctx.actor, null)),
  preferences: userProcedure("notifications.read").query(({ ctx }) => notices.listPreferences(ctx.core, ctx.actor)),
  savePreference: userProcedure("notifications.edit")
    .input(saveNoticePreferenceInput)
    .mutation(({ ctx, input }) => notices.savePreference(ctx.core, ctx.actor, input)),
});
