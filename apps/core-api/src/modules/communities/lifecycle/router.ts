import {
  closedPortalInput,
  communityInput,
  deleteCommunityInput,
  deletePortalInput,
  freezeInput,
  restoreCommunityInput,
  unfreezeInput,
} from "@archipel/contracts/communities.ts";
import { communityProcedure, operatorProcedure, router, userProcedure } from "../../../trpc/procedures.ts";
import * as life from "./service.ts";

export const communityLifeRouter = router({
  closed: userProcedure("communities.find-closed").query(({ ctx }) => life.closedCommunitiesOf(ctx.core, ctx.actor)),
  get: communityProcedure("communities.close")
    .input(communityInput)
    .query(({ ctx }) => life.lifeOf(ctx.core, ctx.actor)),
  freeze: communityProcedure("communities.close")
    .input(freezeInput)
    .mutation(({ ctx, input }) => life.freeze(ctx.core, ctx.actor, input)),
  unfreeze: communityProcedure("communities.close")
    .input(unfreezeInput)
    .mutation(({ ctx, input }) => life.unfreeze(ctx.core, ctx.actor, input.portalId)),
  archive: communityProcedure("communities.close")
    .input(communityInput)
    .mutation(({ ctx }) => life.archiveCommunity(ctx.core, ctx.actor)),
  reopen: communityProcedure("communities.close")
    .input(communityInput)
    .mutation(({ ctx }) => life.reopenCommunity(ctx.core, ctx.actor)),
  delete: communityProcedure("communities.close")
    .input(deleteCommunityInput)
    .mutation(({ ctx, input }) =>
      life.deleteCommunity(ctx.core, ctx.actor, { name: input.name, password: input.password, network: ctx.network }),
    ),
  restore: communityProcedure("communities.close")
    .input(communityInput)
    .mutation(({ ctx }) => life.restoreCommunity(ctx.core, ctx.actor, ctx.actor.communityId)),
  deletePortal: communityProcedure("communities.close")
    .input(deletePortalInput)
    .mutation(({ ctx, input }) => life.deletePortal(ctx.core, ctx.actor, input)),
  restorePortal: communityProcedure("communities.close")
    .input(closedPortalInput)
    .mutation(({ ctx, input }) => life.restorePortal(ctx.core, ctx.actor, input.portalId)),
  /** For operators, when no manager is left. */
  restoreAny: operatorProcedure("communities.administer")
    .input(restoreCommunityInput)
    .mutation(({ ctx, input }) => life.restoreCommunity(ctx.core, ctx.actor, input.id)),
});
