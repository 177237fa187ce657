import { randomUUID } from "node:crypto";
import { newTile } from "../cloud-tiles.ts";
import type { PermissionWorld } from "../permission-world.ts";
import type { InputOf } from "./input.ts";

/** A model of heights of a new layer of points. */
async function newModel(world: PermissionWorld): Promise<{ communityId: string; layerId: string }> {
  const { communityId, database, dataset } = world;
  const { layerId: sourceLayerId } = await newTile(database, world);
  const layerId = randomUUID();
  const layer = {
    id: layerId,
    name: layerId,
    title: "x",
    kind: "elevation",
    geometryType: "Polygon",
    srid: 2154,
    fields: [],
    status: "ready",
  };
  await database.withSystem(async (tx) => {
    await tx.layer.create({ data: { ...layer, communityId, datasetId: dataset.id, tableName: `l_${layerId.replaceAll("-", "")}` } });
    await tx.elevationModel.create({ data: { layerId, communityId, product: "dtm", method: "tin", resolution: 1, sourceLayerId } });
  });
  return { communityId, layerId };
}

/** A tile of heights that people uploaded, with an earlier revision. */
async function newHeightTile(world: PermissionWorld): Promise<{ communityId: string; layerId: string; attachmentId: string }> {
  const { communityId, layerId } = await newModel(world);
  const { database, dataset } = world;
  const raster = { format: "geotiff", size: [1, 1], bands: [], srid: 2154, pixelSize: [1, 1], isCloudOptimised: true, footprint: null };
  const stored = { fileName: "x", size: 1, objectKey: randomUUID(), raster: { ...raster, hasPreview: false } };
  const attachmentId = randomUUID();
  await database.withSystem(async (tx) => {
    await tx.elevationModel.update({ where: { layerId }, data: { method: null } });
    const place = { id: attachmentId, communityId, datasetId: dataset.id, layerId, path: attachmentId };
    await tx.datasetAttachment.create({ data: { ...stored, ...place, title: "x", mediaType: "image/tiff", sha256: "x", revision: 2 } });
    for (const revision of [1, 2]) await tx.elevationRevision.create({ data: { ...stored, communityId, attachmentId, revision } });
  });
  return { communityId, layerId, attachmentId };
}

async function ofHeightTile(world: PermissionWorld): Promise<{ communityId: string; attachmentId: string }> {
  const { communityId, attachmentId } = await newHeightTile(world);
  return { communityId, attachmentId };
}

export const elevation: Record<string, InputOf> = {
  "elevation.list": ({ portal }) => ({ portalId: portal.id }),
  "elevation.relief": ({ portal }) => ({ portalId: portal.id }),
  "elevation.modelSources": ({ communityId }) => ({ communityId }),
  "elevation.model": newModel,
  "elevation.tiles": async (world) => {
    const { communityId, layerId } = await newHeightTile(world);
    return { communityId, layerId };
  },
  "elevation.history": ofHeightTile,
  "elevation.restore": async (world) => ({ ...(await ofHeightTile(world)), revision: 1 }),
  "elevation.forget": async (world) => ({ ...(await ofHeightTile(world)), revision: 1 }),
  "elevation.followPoints": async (world) => ({ ...(await newModel(world)), follows: false }),
  "elevation.bringModel": newModel,
  "elevation.makeModel": async (world) => ({
    communityId: world.communityId,
    layerId: (await newTile(world.database, world)).layerId,
    product: "dtm",
    resolution: 5,
    title: "x",
    target: { title: "x" },
  }),
  "elevation.heights": ({ portal }) => ({ portalId: portal.id, places: [[2, 46]] }),
  "elevation.profile": ({ portal }) => ({
    portalId: portal.id,
    line: [
      [2, 46],
      [2.01, 46],
    ],
    samples: 2,
  }),
};
