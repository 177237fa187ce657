import { heightsInput, listElevationInput, profileInput } from "@archipel/contracts/elevation.ts";
import { publicProcedure, router } from "../../trpc/procedures.ts";
import { heightsAt, listElevation, profileAlong } from "./service.ts";

export const elevationRouter = router({
  list: publicProcedure("elevation.view")
    .input(listElevationInput)
    .query(({ ctx, input }) => listElevation(ctx.core, ctx.actor, input.portalId, input.locale)),
  heights: publicProcedure("elevation.view", "search")
    .input(heightsInput)
    .query(({ ctx, input }) => heightsAt(ctx.core, ctx.actor, input)),
  profile: publicProcedure("elevation.view", "search")
    .input(profileInput)
    .query(({ ctx, input }) => profileAlong(ctx.core, ctx.actor, input)),
});
