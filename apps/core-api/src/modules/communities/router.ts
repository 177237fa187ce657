import { communityInput, createCommunityInput, setCommunityStatusInput, updateCommunityInput } from "@archipel/contracts/communities.ts";
import { communityProcedure, operatorProcedure, router } from "../../trpc/procedures.ts";
import * as communities from "./service.ts";

export const communitiesRouter = router({
  create: operatorProcedure("communities.administer")
    .input(createCommunityInput)
    .mutation(({ ctx, input }) => communities.createCommunity(ctx.core, ctx.actor, input)),
  list: operatorProcedure("communities.administer").query(({ ctx }) => communities.listCommunities(ctx.core)),
  setStatus: operatorProcedure("communities.administer")
    .input(setCommunityStatusInput)
    .mutation(({ ctx, input }) => communities.setCommunityStatus(ctx.core, ctx.actor, input)),
  get: communityProcedure("communities.read")
    .input(communityInput)
    .query(({ ctx }) => communities.getCommunity(ctx.core, ctx.actor)),
  update: communityProcedure("communities.edit")
    .input(updateCommunityInput)
    .mutation(({ ctx, input }) => communities.updateCommunity(ctx.core, ctx.actor, input)),
});
