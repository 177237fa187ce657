import { newLabel, newRating, type PermissionWorld } from "../permission-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

export const quality: Record<string, InputOf> = {
  "quality.sheet": ({ dataset }) => ({ datasetId: dataset.id }),
  "quality.features": ({ layerId }) => ({ layerId, behind: { figure: "invalid" } }),
  "quality.confidence": ({ layerId }) => ({ layerId, fid: 1 }),
  "quality.ratings": ({ dataset }) => ({ datasetId: dataset.id }),
  "quality.rate": ({ dataset }) => ({ datasetId: dataset.id, stars: 4 }),
  "quality.withdrawRating": ({ dataset }) => ({ datasetId: dataset.id }),
  "quality.confirm": ({ communityId, layerId }) => ({ communityId, layerId, fid: 2 }),
  "quality.hideRating": async (world) => ({ communityId: world.communityId, ratingId: await newRating(world), isHidden: true }),
  "quality.rules": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id }),
  "quality.saveRules": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id, rules: { mandatoryColumns: {} } }),
  "quality.datasetLabels": ({ dataset }) => ({ datasetId: dataset.id }),
  "quality.bearers": ({ dataset }) => ({ datasetIds: [dataset.id] }),
  "quality.labels": inCommunity,
  "quality.vote": async (world) => ({ ...(await ofLabel(world)), isFor: true }),
  "quality.saveLabel": async (world) => ({
    communityId: world.communityId,
    labelId: await newLabel(world),
    nameFr: "Confiance",
    colour: "info",
    rule: { by: "vote", quorum: 3, share: 0.5 },
  }),
  "quality.deleteLabel": async (world) => ({ communityId: world.communityId, labelId: await newLabel(world) }),
  "quality.tryLabel": ({ communityId }) => ({ communityId, rule: { by: "vote", quorum: 1, share: 0.5 } }),
  "quality.barLabel": async (world) => ({ ...(await ofLabel(world)), isBarred: true, reason: "Contesté" }),
  "quality.recompute": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id }),
};

async function ofLabel(world: PermissionWorld) {
  return { communityId: world.communityId, labelId: await newLabel(world), datasetId: world.dataset.id };
}
