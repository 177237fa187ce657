import { extractRequest, newExtract } from "./cloud-extracts.ts";
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

const ofExtract =
  (rest: string): AddressOf =>
  async (world) => {
    const { id, secret } = await newExtract(world, world.core.storage);
    return { url: `/downloads/extracts/${id}${rest}?secret=${secret}` };
  };

const ofArea =
  (url: string): AddressOf =>
  async (world) => ({ url, headers: { "content-type": "application/json" }, body: JSON.stringify(await extractRequest(world)) });

async function attachmentUrl(world: RouteWorld): Promise<string> {
  const id = await newAttachment(world);
  const { objectKey } = world;
  await world.database.withSystem((tx) => tx.datasetAttachment.update({ where: { id }, data: { objectKey, previewKey: objectKey } }));
  return `/downloads/attachments/${id}`;
}

/** Addresses of attachments, of areas of point clouds, and of the STAC catalogue of those that are tiles of point clouds. */
export const attachmentAddresses: Readonly<Record<string, AddressOf>> = {
  "GET /downloads/attachments/:attachmentId": async (world) => ({ url: await attachmentUrl(world) }),
  "GET /downloads/attachments/:attachmentId/preview": async (world) => ({ url: `${await attachmentUrl(world)}/preview` }),
  "GET /downloads/extracts/api": at("/downloads/extracts/api"),
  "POST /downloads/extracts/estimate": ofArea("/downloads/extracts/estimate"),
  "POST /downloads/extracts": ofArea("/downloads/extracts"),
  "GET /downloads/extracts/:extractId": ofExtract(""),
  "DELETE /downloads/extracts/:extractId": ofExtract(""),
  "GET /downloads/extracts/:extractId/file": ofExtract("/file"),
  "GET /stac": at("/stac"),
  "GET /stac/": at("/stac/"),
  "GET /stac/api": at("/stac/api"),
  "GET /stac/conformance": at("/stac/conformance"),
  "GET /stac/collections": at("/stac/collections"),
  "GET /stac/collections/:collectionId": ofTile(() => ""),
  "GET /stac/collections/:collectionId/items": ofTile(() => "/items"),
  "GET /stac/collections/:collectionId/items/:itemId": ofTile((id) => `/items/${id}`),
};
