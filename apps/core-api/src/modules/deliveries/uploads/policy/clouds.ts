import { type CloudFacts, cloudFacts, cloudRepairs, repairedPoints } from "@archipel/contracts/clouds.ts";
import { z } from "zod";
import type { StoredRaster } from "./rasters.ts";
import { storedCrs } from "./source.ts";

/** What `uploads.clouds` holds: the cloud as found, in its own coordinates, and its place on the ground. */
export const storedCloud = cloudFacts.extend({
  /** Path in the archive; the file's name when the file is not an archive. */
  path: z.string(),
  name: z.string(),
  crs: storedCrs,
  repairs: cloudRepairs.default(cloudRepairs.parse({})),
  repaired: repairedPoints.nullable().default(null),
});
export type StoredCloud = z.infer<typeof storedCloud>;
export const storedClouds = z.array(storedCloud);

/** The name of a published tile's file. */
export function fileNameOf({ name }: Pick<StoredCloud, "name">): string {
  return `${name}.copc.laz`;
}

/** The facts that the dataset keeps. */
export function cloudFactsOf(cloud: StoredCloud): CloudFacts {
  return cloudFacts.parse(cloud);
}

/** The corners of a cloud's box in its own coordinates, as those of a raster. */
export function cornersOf({ min, max }: Pick<StoredCloud, "min" | "max">): StoredRaster["corners"] {
  return [
    [min[0], max[1]],
    [min[0], min[1]],
    [max[0], min[1]],
    [max[0], max[1]],
  ];
}
