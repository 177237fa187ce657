import type { InputOf } from "./input.ts";

export const layers: Record<string, InputOf> = {
  "layers.list": ({ dataset }) => ({ datasetId: dataset.id }),
  "layers.get": ({ layerId }) => ({ layerId }),
  "layers.dates": ({ layerId }) => ({ layerId }),
  "layers.values": ({ layerId }) => ({ layerId, column: "nom" }),
  "layers.update": ({ communityId, layerId }) => ({ communityId, layerId, title: "Endroits" }),
};
