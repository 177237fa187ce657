import { z } from "zod";
import { id } from "./ids.ts";

const lonLat = z.tuple([z.number(), z.number()]);

/** What is known of a grid of pixels beside its bytes. */
export const rasterFacts = z.object({
  format: z.enum(["geotiff", "ascii-grid"]),
  /** Columns, rows. */
  size: z.tuple([z.int(), z.int()]),
  bands: z.array(z.object({ type: z.string(), nodata: z.number().nullable() })),
  srid: z.int().nullable(),
  /** Ground length of a pixel's sides, in the units of its CRS. */
  pixelSize: z.tuple([z.number(), z.number()]),
  isCloudOptimised: z.boolean(),
  /** Upper left, lower left, lower right, upper right as lon, lat; null while its CRS is unknown, or cannot place it. */
  footprint: z.tuple([lonLat, lonLat, lonLat, lonLat]).nullable(),
  hasPreview: z.boolean(),
});
export type RasterFacts = z.infer<typeof rasterFacts>;

/** As many pictures of one dataset as a map knows of. */
export const MAX_PICTURES = 2_000;

/** The picture of a raster that is placed on the ground. Its bytes: `/downloads/attachments/{id}/preview`. */
export const placedPicture = z.object({
  id,
  title: z.string(),
  /** Clockwise from the upper left, as lon, lat. */
  corners: z.tuple([lonLat, lonLat, lonLat, lonLat]),
});
export type PlacedPicture = z.infer<typeof placedPicture>;
