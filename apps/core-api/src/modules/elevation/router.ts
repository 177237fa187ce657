import { heightsInput, listElevationInput, profileInput } from "@archipel/contracts/elevation.ts";
import {
  followModelInput,
  heightHistoryInput,
  heightRevisionInput,
  makeModelInput,
  modelInput,
} from "@archipel/contracts/elevation-models.ts";
import { communityProcedure, publicProcedure, router } from "../../trpc/procedures.ts";
import { bringModel, getModel, listModelSources, makeModel, setFollowing } from "./models/service.ts";
import { heightsAt, listElevation, profileAlong, reliefOf } from "./service.ts";
import { forgetHeights, listHeightRevisions, listTiles, restoreHeights } from "./tiles/service/revisions.ts";

export const elevationRouter = router({
  list: publicProcedure("elevation.view")
    .input(listElevationInput)
    .query(({ ctx, input }) => listElevation(ctx.core, ctx.actor, input.portalId, input.locale)),
  relief: publicProcedure("elevation.view")
    .input(listElevationInput)
    .query(({ ctx, input }) => reliefOf(ctx.core, ctx.actor, input)),
  heights: publicProcedure("elevation.view", "search")
    .input(heightsInput)
    .query(({ ctx, input }) => heightsAt(ctx.core, ctx.actor, input)),
  profile: publicProcedure("elevation.view", "search")
    .input(profileInput)
    .query(({ ctx, input }) => profileAlong(ctx.core, ctx.actor, input)),
  modelSources: communityProcedure("elevation.read").query(({ ctx }) => listModelSources(ctx.core, ctx.actor)),
  model: communityProcedure("elevation.read")
    .input(modelInput)
    .query(({ ctx, input }) => getModel(ctx.core, ctx.actor, input.layerId)),
  tiles: communityProcedure("elevation.read")
    .input(modelInput)
    .query(({ ctx, input }) => listTiles(ctx.core, ctx.actor, input.layerId)),
  history: communityProcedure("elevation.read")
    .input(heightHistoryInput)
    .query(({ ctx, input }) => listHeightRevisions(ctx.core, ctx.actor, input)),
  restore: communityProcedure("elevation.manage")
    .input(heightRevisionInput)
    .mutation(({ ctx, input }) => restoreHeights(ctx.core, ctx.actor, input)),
  forget: communityProcedure("elevation.manage")
    .input(heightRevisionInput)
    .mutation(({ ctx, input }) => forgetHeights(ctx.core, ctx.actor, input)),
  makeModel: communityProcedure("elevation.manage")
    .input(makeModelInput)
    .mutation(({ ctx, input }) => makeModel(ctx.core, ctx.actor, input)),
  followPoints: communityProcedure("elevation.manage")
    .input(followModelInput)
    .mutation(({ ctx, input }) => setFollowing(ctx.core, ctx.actor, input)),
  bringModel: communityProcedure("elevation.manage")
    .input(modelInput)
    .mutation(({ ctx, input }) => bringModel(ctx.core, ctx.actor, input.layerId)),
});
