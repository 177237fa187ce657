import { newTile } from "./cloud-tiles.ts";
import { newAttachment } from "./permission-world.ts";
import type { AddressOf } from "./route-addresses.ts";
import type { RouteWorld } from "./route-world.ts";

const at =
  (url: string): AddressOf =>
  () => ({ url });

const ofTile =
  (rest: (tileId: string) => string): AddressOf =>
  async (world) => {
    const { id, layerId } = await newTile(world.database, world);
    return { url: `/stac/collections/${layerId}${rest(id)}` };
  };

async function attachmentUrl(world: RouteWorld): Promise<string> {
  const id = await newAttachment(world);
  const { objectKey } = world;
  await world.database.withSystem((tx) => tx.datasetAttachment.update({ where: { id }, data: { objectKey, previewKey: objectKey } }));
  return `/downloads/attachments/${id}`;
}

/** Addresses of attachments, and of the STAC catalogue of those that are tiles of point clouds. */
export const attachmentAddresses: Readonly<Record<string, AddressOf>> = {
  "GET /downloads/attachments/:attachmentId": async (world) => ({ url: await attachmentUrl(world) }),
  "GET /downloads/attachments/:attachmentId/preview": async (world) => ({ url: `${await attachmentUrl(world)}/preview` }),
  "GET /stac": at("/stac"),
  "GET /stac/": at("/stac/"),
  "GET /stac/api": at("/stac/api"),
  "GET /stac/conformance": at("/stac/conformance"),
  "GET /stac/collections": at("/stac/collections"),
  "GET /stac/collections/:collectionId": ofTile(() => ""),
  "GET /stac/collections/:collectionId/items": ofTile(() => "/items"),
  "GET /stac/collections/:collectionId/items/:itemId": ofTile((id) => `/items/${id}`),
};
