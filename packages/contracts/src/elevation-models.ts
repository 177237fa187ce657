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
  /** Null for heights that people uploaded. */
  method: modelMethod.nullable(),
  withShade: z.boolean(),
  /** The name of the vertical reference, `NGF-IGN69`; null when it is not stated. */
  verticalDatum: z.string().nullable(),
  /** Null when its points are deleted, and for heights that people uploaded. */
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

/** A tile of heights that people uploaded. */
export const heightTile = z.object({ id, title: z.string(), fileName: z.string(), revision: z.int() });
export type HeightTile = z.infer<typeof heightTile>;
export const heightTiles = z.array(heightTile);

/** One revision of a tile of heights: what was uploaded, when, and its author. */
export const heightRevision = z.object({
  revision: z.int(),
  isCurrent: z.boolean(),
  createdAt: z.date(),
  /** Null for a person whose account is deleted. */
  authorName: z.string().nullable(),
  /** The uploaded file. */
  fileName: z.string(),
  size: z.int(),
  /** Lowest and highest. */
  range: z.tuple([z.number(), z.number()]).nullable(),
  /** The earlier revision whose heights it has again. */
  restores: z.int().nullable(),
});
export type HeightRevision = z.infer<typeof heightRevision>;

/** Most revisions of one tile that are listed. */
export const MAX_HEIGHT_REVISIONS = 200;

/** For contributors: newest first. */
export const heightHistoryInput = z.object({ communityId, attachmentId: id });
/** For managers: an earlier revision becomes the current one again, or is deleted with its bytes. */
export const heightRevisionInput = heightHistoryInput.extend({ revision: z.int().min(1).max(1_000_000) });
