import { fieldClassesInput, fieldValuesInput, layerInput, listLayersInput, updateLayerInput } from "@archipel/contracts/layers.ts";
import { communityProcedure, publicProcedure, router } from "../../trpc/procedures.ts";
import * as layers from "./service.ts";
import * as statistics from "./statistics/service.ts";

export const layersRouter = router({
  list: publicProcedure("layers.view")
    .input(listLayersInput)
    .query(({ ctx, input }) => layers.listLayers(ctx.core, ctx.actor, input.datasetId)),
  get: publicProcedure("layers.view")
    .input(layerInput)
    .query(({ ctx, input }) => layers.getLayer(ctx.core, ctx.actor, input.layerId)),
  values: publicProcedure("layers.view", "search")
    .input(fieldValuesInput)
    .query(({ ctx, input }) => layers.listFieldValues(ctx.core, ctx.actor, input)),
  classes: publicProcedure("layers.view", "search")
    .input(fieldClassesInput)
    .query(({ ctx, input }) => statistics.computeClasses(ctx.core, ctx.actor, input)),
  styleFields: publicProcedure("layers.view", "search")
    .input(layerInput)
    .query(({ ctx, input }) => statistics.profileForStyle(ctx.core, ctx.actor, input.layerId)),
  dates: publicProcedure("layers.view", "search")
    .input(layerInput)
    .query(({ ctx, input }) => layers.datesOfLayer(ctx.core, ctx.actor, input.layerId)),
  update: communityProcedure("layers.manage")
    .input(updateLayerInput)
    .mutation(({ ctx, input }) => layers.updateLayer(ctx.core, ctx.actor, input)),
});
