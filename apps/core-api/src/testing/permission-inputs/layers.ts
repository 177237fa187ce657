import type { InputOf } from "./input.ts";

export const layers: Record<string, InputOf> = {
  "layers.list": ({ dataset }) => ({ datasetId: dataset.id }),
  "layers.get": ({ layerId }) => ({ layerId }),
  "layers.dates": ({ layerId }) => ({ layerId }),
  "layers.values": ({ layerId }) => ({ layerId, column: "nom" }),
  "layers.classes": ({ layerId }) => ({ layerId, column: "valeur", method: "jenks", count: 5 }),
  "layers.styleFields": ({ layerId }) => ({ layerId }),
  "layers.update": ({ communityId, layerId }) => ({ communityId, layerId, title: "Endroits" }),
};
