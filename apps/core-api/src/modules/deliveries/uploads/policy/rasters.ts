import { rasterFacts } from "@archipel/contracts/rasters.ts";
import { z } from "zod";
import { storedCrs } from "./source.ts";

const corner = z.tuple([z.number(), z.number()]);

/** What `uploads.rasters` holds: the raster as found, in its own coordinates, and its facts on the ground. */
export const storedRaster = rasterFacts.omit({ hasPreview: true }).extend({
  /** Path in the archive; the file's name when the file is not an archive. */
  path: z.string(),
  name: z.string(),
  crs: storedCrs,
  corners: z.tuple([corner, corner, corner, corner]),
  previewKey: z.string().nullable(),
  /** Files that place the raster (world file, projection): they are kept with it. */
  companions: z.array(z.string()),
});
export type StoredRaster = z.infer<typeof storedRaster>;
export const storedRasters = z.array(storedRaster);

/** The facts that the dataset keeps. */
export function factsOf({ previewKey, ...raster }: StoredRaster): z.infer<typeof rasterFacts> {
  return rasterFacts.parse({ ...raster, hasPreview: previewKey !== null });
}
