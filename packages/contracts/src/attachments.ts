import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { rasterFacts } from "./rasters.ts";
import { line } from "./text.ts";

/** A document of a delivery that a dataset keeps. Its bytes: `/downloads/attachments/{id}`. */
export const attachment = z.object({
  id,
  /** Where it lay in the delivery, `/` between parts. */
  path: z.string(),
  fileName: z.string(),
  title: z.string(),
  mediaType: z.string(),
  size: z.int(),
  /** Of a grid of pixels. Its picture: `/downloads/attachments/{id}/preview`. */
  raster: rasterFacts.nullable(),
});
export type Attachment = z.infer<typeof attachment>;

/** As many as one dataset keeps. */
export const MAX_ATTACHMENTS = 5_000;

/** For whoever may see the dataset. */
export const listAttachmentsInput = z.object({ datasetId: id });
/** The document that a feature of a layer names, as planning schemes do (NOMFIC). */
export const findAttachmentInput = z.object({ layerId: id, fileName: z.string().min(1).max(255) });
export const foundAttachment = z.object({ id, title: z.string() }).nullable();
export const attachmentInput = z.object({ communityId, attachmentId: id });
export const renameAttachmentInput = attachmentInput.extend({ title: line(200) });
