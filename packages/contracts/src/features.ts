import { z } from "zod";
import { id } from "./ids.ts";
import { bbox } from "./place.ts";

export const attributeValue = z.union([z.string(), z.number(), z.boolean()]).nullable();

/** A feature in a list: what names it, where it is, and its visible attributes by column. */
export const featureItem = z.object({
  fid: z.int(),
  label: z.string(),
  bbox: bbox.nullable(),
  properties: z.record(z.string(), attributeValue),
});
export type FeatureItem = z.infer<typeof featureItem>;

export const featuresInViewInput = z.object({
  layerId: id,
  bbox,
  limit: z.int().min(1).max(200).default(50),
  q: z.string().max(100).optional(),
});
export const featuresInView = z.object({ items: z.array(featureItem), total: z.int() });

export const featureInput = z.object({ layerId: id, fid: z.int().min(1) });
/** GeoJSON geometry in EPSG:4326. */
export const feature = featureItem.extend({ layerId: id, version: z.int(), geometry: z.record(z.string(), z.unknown()).nullable() });
export type Feature = z.infer<typeof feature>;

/** "What applies here?": the features of a portal's layers under a point. */
export const featuresAtInput = z.object({ portalId: id, lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) });
export const featuresAt = z.array(z.object({ layerId: id, features: z.array(featureItem) }));
