import { catalogueInput } from "@archipel/contracts/dataset-catalogue.ts";
import {
  createDatasetInput,
  datasetInput,
  listableDatasetsInput,
  listDatasetsInput,
  setDatasetStatusInput,
  translateDatasetInput,
  updateDatasetInput,
  viewDatasetInput,
} from "@archipel/contracts/datasets.ts";
import { communityProcedure, publicProcedure, router } from "../../trpc/procedures.ts";
import { browseCatalogue } from "./catalogue/service.ts";
import * as datasets from "./service.ts";
import { readTranslations, translateDataset } from "./translations/service.ts";

export const datasetsRouter = router({
  catalogue: publicProcedure("datasets.browse")
    .input(catalogueInput)
    .query(({ ctx, input }) => browseCatalogue(ctx.core, ctx.actor, input)),
  view: publicProcedure("datasets.browse")
    .input(viewDatasetInput)
    .query(({ ctx, input }) => datasets.viewDataset(ctx.core, ctx.actor, input)),
  list: communityProcedure("datasets.read")
    .input(listDatasetsInput)
    .query(({ ctx, input }) => datasets.listDatasets(ctx.core, ctx.actor, input)),
  get: communityProcedure("datasets.read")
    .input(datasetInput)
    .query(({ ctx, input }) => datasets.getDataset(ctx.core, ctx.actor, input.datasetId)),
  listable: communityProcedure("datasets.manage")
    .input(listableDatasetsInput)
    .query(({ ctx, input }) => datasets.listableDatasets(ctx.core, ctx.actor, input.q ?? "")),
  create: communityProcedure("datasets.manage")
    .input(createDatasetInput)
    .mutation(({ ctx, input: { communityId: _, ...record } }) => datasets.createDataset(ctx.core, ctx.actor, record)),
  update: communityProcedure("datasets.manage")
    .input(updateDatasetInput)
    .mutation(({ ctx, input }) => datasets.updateDataset(ctx.core, ctx.actor, input.datasetId, input.record)),
  translations: communityProcedure("datasets.read")
    .input(datasetInput)
    .query(({ ctx, input }) => readTranslations(ctx.core, ctx.actor, input.datasetId)),
  translate: communityProcedure("datasets.manage")
    .input(translateDatasetInput)
    .mutation(({ ctx, input }) => translateDataset(ctx.core, ctx.actor, input.datasetId, input.translations)),
  setStatus: communityProcedure("datasets.manage")
    .input(setDatasetStatusInput)
    .mutation(({ ctx, input }) => datasets.setDatasetStatus(ctx.core, ctx.actor, input.datasetId, input.status)),
  delete: communityProcedure("datasets.manage")
    .input(datasetInput)
    .mutation(({ ctx, input }) => datasets.deleteDataset(ctx.core, ctx.actor, input.datasetId)),
});
