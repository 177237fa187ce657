import { extractRequest, newExtract } from "../cloud-extracts.ts";
import { newTile } from "../cloud-tiles.ts";
import type { InputOf } from "./input.ts";

export const clouds: Record<string, InputOf> = {
  "clouds.open": async (world) => ({ layerId: (await newTile(world.database, world)).layerId }),
  "cloudExtracts.estimate": extractRequest,
  "cloudExtracts.request": extractRequest,
  "cloudExtracts.follow": (world) => newExtract(world),
  "cloudExtracts.cancel": (world) => newExtract(world),
  "clouds.coverage": async (world) => ({ layerId: (await newTile(world.database, world)).layerId }),
  "clouds.history": async (world) => ({ communityId: world.communityId, attachmentId: (await newTile(world.database, world)).id }),
  "clouds.changes": async (world) => ({
    communityId: world.communityId,
    attachmentId: (await newTile(world.database, world)).id,
    revision: 2,
  }),
  "clouds.compare": async (world) => ({
    communityId: world.communityId,
    attachmentId: (await newTile(world.database, world)).id,
    revision: 2,
  }),
  "clouds.restore": async (world) => ({
    communityId: world.communityId,
    attachmentId: (await newTile(world.database, world)).id,
    revision: 1,
  }),
  "clouds.forget": async (world) => ({
    communityId: world.communityId,
    attachmentId: (await newTile(world.database, world)).id,
    revision: 1,
  }),
};
