import { datasetStatus } from "@archipel/contracts/datasets.ts";
import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";

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
});
export type PublishPlan = z.infer<typeof publishPlan>;
export type PlannedLayer = PublishPlan["layers"][number];
