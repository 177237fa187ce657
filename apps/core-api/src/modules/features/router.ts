import { featureInput, featuresAtInput, featuresInViewInput } from "@archipel/contracts/features.ts";
import { publicProcedure, router } from "../../trpc/procedures.ts";
import * as features from "./service.ts";

export const featuresRouter = router({
  inView: publicProcedure("features.view")
    .input(featuresInViewInput)
    .query(({ ctx, input }) => features.listInView(ctx.core, ctx.actor, input)),
  get: publicProcedure("features.view")
    .input(featureInput)
    .query(({ ctx, input }) => features.getFeature(ctx.core, ctx.actor, input)),
  at: publicProcedure("features.view")
    .input(featuresAtInput)
    .query(({ ctx, input }) => features.listAtPoint(ctx.core, ctx.actor, input)),
});
