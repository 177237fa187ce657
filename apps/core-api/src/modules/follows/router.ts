import { followInput, guestFollowInput, listFollowsInput, stopFollowInput } from "@archipel/contracts/follows.ts";
import { visitPortal } from "../../gate/visit-portal.ts";
import { portalProcedure, router, userProcedure } from "../../trpc/procedures.ts";
import { askToFollow } from "./guests/service.ts";
import * as follows from "./service/keep.ts";

export const followsRouter = router({
  list: userProcedure("follows.keep")
    .input(listFollowsInput)
    .query(({ ctx, input }) => follows.listFollows(ctx.core, ctx.actor, input.locale)),
  state: userProcedure("follows.keep")
    .input(followInput)
    .query(({ ctx, input }) => follows.followState(ctx.core, ctx.actor, input)),
  add: userProcedure("follows.keep")
    .input(followInput)
    .mutation(async ({ ctx: { core, actor, address }, input }) =>
      follows.addFollow(core, actor, input, await visitPortal(core, actor, input.portalId, address)),
    ),
  ask: portalProcedure("follows.ask", "search")
    .input(guestFollowInput)
    .mutation(({ ctx, input }) => askToFollow(ctx.core, ctx.visit, input)),
  stop: userProcedure("follows.keep")
    .input(stopFollowInput)
    .mutation(({ ctx, input }) => follows.stopFollow(ctx.core, ctx.actor, input.followId)),
});
