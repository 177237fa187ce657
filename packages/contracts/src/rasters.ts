import { z } from "zod";
import { heightProduct } from "./elevation-models.ts";
import { id } from "./ids.ts";

const lonLat = z.tuple([z.number(), z.number()]);

/** Upper left, lower left, lower right, upper right. */
export const placedCorners = z.tuple([lonLat, lonLat, lonLat, lonLat]);

/** The numbers of a raster of one band, as heights. */
export const rasterHeights = z.object({
  /** Null when nothing says that they are heights. */
  product: heightProduct.nullable(),
  /** EPSG code of what heights refer to. */
  verticalSrid: z.int().nullable(),
  /** Lowest and highest; null without any, and when the cells were not read. */
  range: z.tuple([z.number(), z.number()]).nullable(),
  /** Share of cells without height. */
  emptyShare: z.number().nullable(),
});
export type RasterHeights = z.infer<typeof rasterHeights>;

/** Properties of a raster, without its pixels. */
export const rasterFacts = z.object({
  format: z.enum(["geotiff", "ascii-grid", "xyz"]),
  /** Columns, rows. */
  size: z.tuple([z.int(), z.int()]),
  bands: z.array(z.object({ type: z.string(), nodata: z.number().nullable() })),
  srid: z.int().nullable(),
  /** Ground length of a pixel's sides, in the units of its CRS. */
  pixelSize: z.tuple([z.number(), z.number()]),
  isCloudOptimised: z.boolean(),
  /** Upper left, lower left, lower right, upper right as lon, lat; null while its CRS is unknown, or when it cannot be transformed. */
  footprint: placedCorners.nullable(),
  hasPreview: z.boolean(),
  /** Null for pictures. */
  heights: rasterHeights.nullable().default(null),
});
export type RasterFacts = z.infer<typeof rasterFacts>;

/** Most pictures of one dataset that a map lists. */
export const MAX_PICTURES = 2_000;

/** The picture of a georeferenced raster. Its bytes: `/downloads/attachments/{id}/preview`. */
export const placedPicture = z.object({
  id,
  title: z.string(),
  /** Clockwise from the upper left, as lon, lat. */
  corners: z.tuple([lonLat, lonLat, lonLat, lonLat]),
});
export type PlacedPicture = z.infer<typeof placedPicture>;
