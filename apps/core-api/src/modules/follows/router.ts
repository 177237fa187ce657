import { followInput, listFollowsInput, stopFollowInput } from "@archipel/contracts/follows.ts";
import { visitPortal } from "../../gate/visit-portal.ts";
import { router, userProcedure } from "../../trpc/procedures.ts";
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
  stop: userProcedure("follows.keep")
    .input(stopFollowInput)
    .mutation(({ ctx, input }) => follows.stopFollow(ctx.core, ctx.actor, input.followId)),
});
