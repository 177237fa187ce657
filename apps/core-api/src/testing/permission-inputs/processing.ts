import { newRun } from "../upload-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

export const processing: Record<string, InputOf> = {
  "processing.catalogue": inCommunity,
  "processing.layers": inCommunity,
  "processing.estimate": ({ communityId, layerId }) => ({ communityId, processing: "repair", parameters: { layer: layerId } }),
  "processing.run": ({ communityId, layerId }) => ({
    communityId,
    processing: "convert",
    parameters: { layer: layerId },
    result: { kind: "file", format: "csv" },
  }),
  "processing.getRun": async (world) => ({ communityId: world.communityId, runId: await newRun(world) }),
  "processing.lineage": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id }),
};
