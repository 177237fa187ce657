import type { Attachment } from "@archipel/contracts/attachments.ts";
import type { RasterFacts } from "@archipel/contracts/rasters.ts";

export type Raster = Attachment & { readonly raster: RasterFacts };

export function isRaster(attachment: Attachment): attachment is Raster {
  return attachment.raster !== null;
}
