import {
  listFindingsInput,
  listUploadsInput,
  previewInput,
  publishUploadInput,
  repairCloudsInput,
  setCrsInput,
  setEncodingInput,
  setFieldNamesInput,
  setHeightsInput,
  setRasterCrsInput,
  uploadInput,
} from "@archipel/contracts/uploads.ts";
import { communityProcedure, router } from "../../../trpc/procedures.ts";
import { discardUpload, setCrs, setEncoding, setFieldNames } from "./service/change.ts";
import { repairClouds } from "./service/cloud-repairs.ts";
import { setHeights } from "./service/heights.ts";
import { previewLayer } from "./service/preview.ts";
import { publishUpload } from "./service/publish.ts";
import { setRasterCrs } from "./service/rasters.ts";
import { getUpload, listDocuments, listFindings, listUploads } from "./service/read.ts";

export const uploadsRouter = router({
  list: communityProcedure("uploads.read")
    .input(listUploadsInput)
    .query(({ ctx, input }) => listUploads(ctx.core, ctx.actor, input)),
  get: communityProcedure("uploads.read")
    .input(uploadInput)
    .query(({ ctx, input }) => getUpload(ctx.core, ctx.actor, input.uploadId)),
  findings: communityProcedure("uploads.read")
    .input(listFindingsInput)
    .query(({ ctx, input }) => listFindings(ctx.core, ctx.actor, input)),
  documents: communityProcedure("uploads.read")
    .input(uploadInput)
    .query(({ ctx, input }) => listDocuments(ctx.core, ctx.actor, input.uploadId)),
  preview: communityProcedure("uploads.read")
    .input(previewInput)
    .query(({ ctx, input }) => previewLayer(ctx.core, ctx.actor, input)),
  setRasterCrs: communityProcedure("uploads.edit")
    .input(setRasterCrsInput)
    .mutation(({ ctx, input }) => setRasterCrs(ctx.core, ctx.actor, input)),
  setHeights: communityProcedure("uploads.edit")
    .input(setHeightsInput)
    .mutation(({ ctx, input }) => setHeights(ctx.core, ctx.actor, input)),
  repairClouds: communityProcedure("uploads.edit")
    .input(repairCloudsInput)
    .mutation(({ ctx, input }) => repairClouds(ctx.core, ctx.actor, input)),
  setCrs: communityProcedure("uploads.edit")
    .input(setCrsInput)
    .mutation(({ ctx, input }) => setCrs(ctx.core, ctx.actor, input)),
  setEncoding: communityProcedure("uploads.edit")
    .input(setEncodingInput)
    .mutation(({ ctx, input }) => setEncoding(ctx.core, ctx.actor, input)),
  setFieldNames: communityProcedure("uploads.edit")
    .input(setFieldNamesInput)
    .mutation(({ ctx, input }) => setFieldNames(ctx.core, ctx.actor, input)),
  discard: communityProcedure("uploads.edit")
    .input(uploadInput)
    .mutation(({ ctx, input }) => discardUpload(ctx.core, ctx.actor, input.uploadId)),
  publish: communityProcedure("uploads.publish")
    .input(publishUploadInput)
    .mutation(({ ctx, input }) => publishUpload(ctx.core, ctx.actor, input)),
});
