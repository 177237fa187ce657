import { saveLegalInput, siteLegalInput } from "@archipel/contracts/site-legal.ts";
import { communityProcedure, router } from "../../../trpc/procedures.ts";
import { getLegal, saveLegal } from "./service.ts";

export const siteLegalRouter = router({
  get: communityProcedure("site.write")
    .input(siteLegalInput)
    .query(({ ctx, input }) => getLegal(ctx.core, ctx.actor, input.portalId)),
  save: communityProcedure("site.write")
    .input(saveLegalInput)
    .mutation(({ ctx, input }) => saveLegal(ctx.core, ctx.actor, input)),
});
