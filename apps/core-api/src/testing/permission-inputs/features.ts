import type { InputOf } from "./input.ts";

export const features: Record<string, InputOf> = {
  "features.inView": ({ layerId }) => ({ layerId, bbox: [0, 40, 10, 50] }),
  "features.rows": ({ layerId }) => ({ layerId, q: "la" }),
  "features.rowOf": ({ layerId }) => ({ layerId, fid: 1 }),
  "features.get": ({ layerId }) => ({ layerId, fid: 1 }),
  "features.history": ({ layerId }) => ({ layerId, fid: 1 }),
  "features.changes": ({ layerId }) => ({ layerId, from: new Date(0), to: new Date() }),
  "features.credits": ({ dataset }) => ({ datasetId: dataset.id }),
  "features.at": ({ portal }) => ({ portalId: portal.id, lon: 2, lat: 46 }),
};
