import { z } from "zod";
import { placedCorners } from "./rasters.ts";

const triple = z.tuple([z.number(), z.number(), z.number()]);
const counts = z.record(z.string().regex(/^\d{1,3}$/), z.int());

/** Properties of a point cloud, without its points. */
export const cloudFacts = z.object({
  format: z.enum(["las", "laz", "copc"]),
  /** Version of LAS, and its point format. */
  version: z.string(),
  pointFormat: z.int(),
  points: z.int(),
  /** Lowest and highest coordinates of the points, in the units of its CRS. */
  min: triple,
  max: triple,
  srid: z.int().nullable(),
  /** EPSG code of its heights. */
  verticalSrid: z.int().nullable(),
  /** Its box as lon, lat from the upper left against the clock; null while its CRS is unknown, or when it cannot be transformed. */
  footprint: placedCorners.nullable(),
  /** Points a square unit of the ground that they cover, and the share of the box that they cover. */
  density: z.number(),
  coverage: z.number(),
  /** Class → points; return → points. */
  classes: counts,
  returns: counts,
  extraFields: z.array(z.string()),
  /** First and last day of measurement. */
  dates: z.tuple([z.string(), z.string()]).nullable(),
  product: z.enum(["lidar-hd", "ign"]).nullable(),
});
export type CloudFacts = z.infer<typeof cloudFacts>;
