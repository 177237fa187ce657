import { newDraft } from "../permission-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

export const datasets: Record<string, InputOf> = {
  "datasets.catalogue": ({ portal }) => ({ portalId: portal.id }),
  "datasets.view": ({ portal, dataset }) => ({ portalId: portal.id, slug: dataset.slug }),
  "datasets.list": inCommunity,
  "datasets.get": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id }),
  "datasets.listable": inCommunity,
  "datasets.create": ({ communityId }) => ({ communityId, title: "Zones humides" }),
  "datasets.update": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id, record: { title: "Autre titre" } }),
  "datasets.translations": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id }),
  "datasets.translate": ({ communityId, dataset }) => ({
    communityId,
    datasetId: dataset.id,
    translations: [{ layerId: null, key: "title", language: "en", text: "Another title" }],
  }),
  "datasets.setStatus": async (world) => ({ communityId: world.communityId, datasetId: await newDraft(world), status: "published" }),
  "datasets.delete": async (world) => ({ communityId: world.communityId, datasetId: await newDraft(world) }),
};
