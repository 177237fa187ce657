import { datasetStatus } from "@archipel/contracts/datasets.ts";
import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";

/** A document whose bytes are an object of the store. */
export const storedDocument = z.object({ path: z.string(), mediaType: z.string(), size: z.int(), key: z.string() });
export type StoredDocument = z.infer<typeof storedDocument>;

/** What a publication will do, decided when it is asked for: the ids are minted there, so each attempt makes the same things. */
export const publishPlan = z.object({
  datasetId: id,
  /** Draft: the dataset is left as it is. */
  status: datasetStatus,
  layers: z.array(
    z.object({
      uploadLayerId: id,
      layerId: id,
      name: z.string(),
      title: z.string(),
      position: z.int(),
      /** What the table holds once it is built: an attempt after a crash does not build it again. */
      built: z.object({ featureCount: z.int(), bbox: z.array(z.number()) }).nullable(),
    }),
  ),
  /** Documents of the delivery that the dataset will keep; plans of before say nothing. */
  documents: z.array(z.string()).default([]),
  /** Those that are stored: an attempt after a crash does not read them again. */
  attachments: z.array(storedDocument).nullable().default(null),
});
export type PublishPlan = z.infer<typeof publishPlan>;
export type PlannedLayer = PublishPlan["layers"][number];
