import { attachmentInput, findAttachmentInput, listAttachmentsInput, renameAttachmentInput } from "@archipel/contracts/attachments.ts";
import { communityProcedure, publicProcedure, router } from "../../trpc/procedures.ts";
import { findAttachment, listAttachments, listPictures, removeAttachment, renameAttachment } from "./service.ts";

export const attachmentsRouter = router({
  list: publicProcedure("datasets.browse")
    .input(listAttachmentsInput)
    .query(({ ctx, input }) => listAttachments(ctx.core, ctx.actor, input.datasetId)),
  pictures: publicProcedure("datasets.browse")
    .input(listAttachmentsInput)
    .query(({ ctx, input }) => listPictures(ctx.core, ctx.actor, input.datasetId)),
  find: publicProcedure("datasets.browse")
    .input(findAttachmentInput)
    .query(({ ctx, input }) => findAttachment(ctx.core, ctx.actor, input)),
  rename: communityProcedure("datasets.manage")
    .input(renameAttachmentInput)
    .mutation(({ ctx, input }) => renameAttachment(ctx.core, ctx.actor, input.attachmentId, input.title)),
  remove: communityProcedure("datasets.manage")
    .input(attachmentInput)
    .mutation(({ ctx, input }) => removeAttachment(ctx.core, ctx.actor, input.attachmentId)),
});
