import type { InputOf } from "./input.ts";

const settings = {
  kind: "place" as const,
  label: ["nom"],
  detail: [],
  commune: null,
  communeCode: null,
  postcode: null,
  weight: null,
  number: null,
  suffix: null,
  prefix: null,
  section: null,
};

export const search: Record<string, InputOf> = {
  "search.suggest": ({ portal }) => ({ portalId: portal.id, q: "ici" }),
  "search.areas": ({ communityId }) => ({ communityId, q: "ici" }),
  "search.gazetteer": ({ communityId, layerId }) => ({ communityId, layerId }),
  "search.previewGazetteer": ({ communityId, layerId }) => ({ communityId, layerId, settings }),
  "search.declareGazetteer": ({ communityId, layerId }) => ({ communityId, layerId, declared: settings }),
};
