import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { line } from "./text.ts";

/** Heights of the ground, of the surface with its trees and houses, and of what is on the ground. */
export const HEIGHT_PRODUCTS = ["dtm", "dsm", "chm"] as const;
export const heightProduct = z.enum(HEIGHT_PRODUCTS);
export type HeightProduct = z.infer<typeof heightProduct>;

/** Between measured points: triangles, or means weighted by distance. */
export const MODEL_METHODS = ["tin", "idw"] as const;
export const modelMethod = z.enum(MODEL_METHODS);

/** Side of a cell in metres. */
export const MODEL_RESOLUTION = { least: 0.1, most: 100 } as const;

/** For managers: makes a layer of kind `elevation` from a layer of points. */
export const makeModelInput = z.object({
  communityId,
  /** The layer of points. */
  layerId: id,
  product: heightProduct,
  resolution: z.number().min(MODEL_RESOLUTION.least).max(MODEL_RESOLUTION.most),
  method: modelMethod.default("tin"),
  /** Also writes a hillshade of each block. */
  withShade: z.boolean().default(false),
  /** Changed points change the model. */
  follows: z.boolean().default(true),
  title: line(200),
  /** A dataset that exists, or the title of a new one. */
  target: z.union([z.object({ datasetId: id }), z.object({ title: line(200) })]),
});
export const startedModel = z.object({ jobId: id, layerId: id });

/** A layer of points that a model can be made of. */
export const modelSource = z.object({
  layerId: id,
  title: z.string(),
  datasetId: id,
  datasetTitle: z.string(),
  tiles: z.int(),
  points: z.int(),
  /** Points of the ground. */
  ground: z.int(),
});
export type ModelSource = z.infer<typeof modelSource>;

/** What a layer of kind `elevation` is made of. */
export const elevationModel = z.object({
  layerId: id,
  product: heightProduct,
  resolution: z.number(),
  method: modelMethod,
  withShade: z.boolean(),
  /** The name of the vertical reference, `NGF-IGN69`; null when the points do not say it. */
  verticalDatum: z.string().nullable(),
  /** Null when its points are deleted. */
  source: z.object({ layerId: id, title: z.string(), datasetId: id, datasetTitle: z.string() }).nullable(),
  follows: z.boolean(),
  broughtAt: z.date(),
  /** Its points have changed since. */
  isBehind: z.boolean(),
  /** The job that brings it up to date, while it runs. */
  jobId: id.nullable(),
});
export type ElevationModel = z.infer<typeof elevationModel>;

export const modelInput = z.object({ communityId, layerId: id });
export const followModelInput = modelInput.extend({ follows: z.boolean() });
