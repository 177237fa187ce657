import type { HeightProduct } from "@archipel/contracts/elevation-models.ts";
import { rasterFacts, rasterHeights } from "@archipel/contracts/rasters.ts";
import { heightChoices } from "@archipel/contracts/uploads.ts";
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
  heights: rasterHeights
    .extend({
      /** Cells are square, and rows go to the east: others stay documents. */
      isSquare: z.boolean(),
      /** Parts of the file can be read as they are. */
      isServable: z.boolean(),
    })
    .nullable()
    .default(null),
  heightChoices: heightChoices.default({}),
});
export type StoredRaster = z.infer<typeof storedRaster>;
export const storedRasters = z.array(storedRaster);

/** The facts that the dataset keeps. */
export function factsOf({ previewKey, ...raster }: StoredRaster): z.infer<typeof rasterFacts> {
  return rasterFacts.parse({ ...raster, hasPreview: previewKey !== null });
}

/**
 * What the heights of a raster are when it becomes a layer; null for a picture, for numbers that nobody calls heights, and for grids that are not square.
 *
 * @param isAboutHeights its dataset is about elevation: there, numbers without a name are those of the ground
 */
export function productOfRaster({ heights, heightChoices: chosen }: StoredRaster, isAboutHeights: boolean): HeightProduct | null {
  if (!heights?.isSquare || chosen.product === "none") return null;
  return heights.product ?? (isAboutHeights ? "dtm" : null);
}
