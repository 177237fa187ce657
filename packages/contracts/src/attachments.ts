import { z } from "zod";
import { cloudFacts } from "./clouds.ts";
import { communityId, id } from "./ids.ts";
import { rasterFacts } from "./rasters.ts";
import { line } from "./text.ts";

/** A document of an upload, kept with the dataset. Its bytes are at `/downloads/attachments/{id}`. */
export const attachment = z.object({
  id,
  /** Path inside the upload, with `/` between parts. */
  path: z.string(),
  fileName: z.string(),
  title: z.string(),
  mediaType: z.string(),
  size: z.int(),
  /** For rasters only. Their picture is at `/downloads/attachments/{id}/preview`. */
  raster: rasterFacts.nullable(),
  /** For point clouds only. */
  cloud: cloudFacts.nullable(),
});
export type Attachment = z.infer<typeof attachment>;

/** Most attachments of one dataset. */
export const MAX_ATTACHMENTS = 5_000;

/** For anyone who may see the dataset. */
export const listAttachmentsInput = z.object({ datasetId: id });
/** The document that a feature names in an attribute, as town planning documents do (NOMFIC). */
export const findAttachmentInput = z.object({ layerId: id, fileName: z.string().min(1).max(255) });
export const foundAttachment = z.object({ id, title: z.string() }).nullable();
export const attachmentInput = z.object({ communityId, attachmentId: id });
export const renameAttachmentInput = attachmentInput.extend({ title: line(200) });
