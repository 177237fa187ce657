import { estimateExtractInput, namedExtract, requestExtractInput } from "@archipel/contracts/cloud-extracts.ts";
import { publicProcedure, router } from "../../../trpc/procedures.ts";
import { estimateExtract } from "./service/estimate.ts";
import { cancelExtract, followExtract } from "./service/follow.ts";
import { requestExtract } from "./service/request.ts";

export const cloudExtractsRouter = router({
  // A mutation by its transport alone: the outline of a commune is too long for an address.
  estimate: publicProcedure("clouds.extract", "search")
    .input(estimateExtractInput)
    .mutation(({ ctx, input }) => estimateExtract(ctx.core, ctx.actor, input)),
  request: publicProcedure("clouds.extract", "file")
    .input(requestExtractInput)
    .mutation(({ ctx, input }) => requestExtract(ctx.core, ctx.actor, input, ctx.network)),
  follow: publicProcedure("clouds.extract", "list")
    .input(namedExtract)
    .query(({ ctx, input }) => followExtract(ctx.core, ctx.actor, input)),
  cancel: publicProcedure("clouds.extract")
    .input(namedExtract)
    .mutation(({ ctx, input }) => cancelExtract(ctx.core, ctx.actor, input)),
});
