import { datasetStatus } from "@archipel/contracts/datasets.ts";
import { id } from "@archipel/contracts/ids.ts";
import { rasterFacts } from "@archipel/contracts/rasters.ts";
import { z } from "zod";

/** A document stored as an object. */
export const storedDocument = z.object({ path: z.string(), mediaType: z.string(), size: z.int(), key: z.string() });
export type StoredDocument = z.infer<typeof storedDocument>;

/** A point cloud written as COPC and stored as an object. */
const writtenTile = z.object({ path: z.string(), key: z.string(), size: z.int(), pointFormat: z.int(), version: z.string() });
export type WrittenTile = z.infer<typeof writtenTile>;

/** A raster of heights that was written as tiles of a layer: one, or blocks of a large one. `source`: its path in the delivery. */
const writtenHeights = z.object({
  source: z.string(),
  tiles: z.array(z.object({ path: z.string(), key: z.string(), size: z.int(), previewKey: z.string().nullable(), facts: rasterFacts })),
});
export type WrittenHeights = z.infer<typeof writtenHeights>;

/** What a publication will do. The plan is made at the request and holds the new ids, so every attempt makes the same things. */
export const publishPlan = z.object({
  datasetId: id,
  /** Draft: the dataset keeps its status. */
  status: datasetStatus,
  layers: z.array(
    z.object({
      uploadLayerId: id,
      layerId: id,
      name: z.string(),
      title: z.string(),
      position: z.int(),
      /** Result of the finished table: an attempt after a crash does not build it again. */
      built: z.object({ featureCount: z.int(), bbox: z.array(z.number()) }).nullable(),
    }),
  ),
  /** Documents of the delivery that the dataset will keep. Older plans have none. */
  documents: z.array(z.string()).default([]),
  /** The stored documents: an attempt after a crash does not read them again. */
  attachments: z.array(storedDocument).nullable().default(null),
  /** The point clouds that are written: an attempt after a crash goes on with the others. */
  clouds: z.array(writtenTile).default([]),
  /** The rasters of heights that are written, in the same way. */
  heights: z.array(writtenHeights).default([]),
});
export type PublishPlan = z.infer<typeof publishPlan>;
export type PlannedLayer = PublishPlan["layers"][number];
