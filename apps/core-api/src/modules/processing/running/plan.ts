import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";

/** What a run will make, decided when it is asked for: ids are minted there, so each attempt makes the same things. */
export const runPlan = z.union([
  z.object({ kind: z.literal("file") }),
  z.object({
    kind: z.literal("layer"),
    layerId: id,
    /** Null until the job has made the dataset that `datasetTitle` names. */
    datasetId: id.nullable(),
    datasetTitle: z.string().nullable(),
  }),
]);
export type RunPlan = z.infer<typeof runPlan>;
export type LayerPlan = Extract<RunPlan, { kind: "layer" }>;
