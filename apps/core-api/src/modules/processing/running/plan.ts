import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";

/** What a run will make. The plan is made at the request and holds the new ids, so every attempt makes the same things. */
export const runPlan = z.union([
  z.object({ kind: z.literal("file") }),
  z.object({
    kind: z.literal("layer"),
    layerId: id,
    /** Null until the job has created the dataset named `datasetTitle`. */
    datasetId: id.nullable(),
    datasetTitle: z.string().nullable(),
  }),
]);
export type RunPlan = z.infer<typeof runPlan>;
export type LayerPlan = Extract<RunPlan, { kind: "layer" }>;
