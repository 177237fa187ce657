import { fromTableSchemaInput, listModelsInput, modelInput, removeModelInput, saveModelInput } from "@archipel/contracts/models.ts";
import { communityProcedure, router } from "../../trpc/procedures.ts";
import { draftFromTableSchema, getModel, listModels, removeModel, saveModel } from "./service.ts";

export const modelsRouter = router({
  list: communityProcedure("models.read")
    .input(listModelsInput)
    .query(({ ctx }) => listModels(ctx.core, ctx.actor)),
  get: communityProcedure("models.read")
    .input(modelInput)
    .query(({ ctx, input }) => getModel(ctx.core, ctx.actor, input)),
  save: communityProcedure("models.manage")
    .input(saveModelInput)
    .mutation(({ ctx, input }) => saveModel(ctx.core, ctx.actor, input)),
  remove: communityProcedure("models.manage")
    .input(removeModelInput)
    .mutation(({ ctx, input }) => removeModel(ctx.core, ctx.actor, input)),
  // A mutation that changes nothing, because a schema is too long for the URL of a query.
  fromTableSchema: communityProcedure("models.manage")
    .input(fromTableSchemaInput)
    .mutation(({ input }) => draftFromTableSchema(input)),
});
