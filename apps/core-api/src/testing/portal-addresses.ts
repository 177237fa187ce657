import type { PortalPicture } from "@archipel/contracts/portals.ts";
import type { AddressOf } from "./route-addresses.ts";

/** A valid address for each route of the table, which succeeds for a caller with the right. Named by methods and path. */
function pictureAddresses(picture: PortalPicture, column: "logoKey" | "darkLogoKey" | "iconKey" | "shareKey"): Record<string, AddressOf> {
  return {
    [`GET /assets/portals/:id/${picture}`]: async ({ database, portal, objectKey }) => {
      await database.withSystem((tx) => tx.portal.update({ where: { id: portal.id }, data: { [column]: objectKey } }));
      return { url: `/assets/portals/${portal.id}/${picture}` };
    },
    [`POST /portals/:id/${picture}`]: (world) => ({ url: `/portals/${world.portal.id}/${picture}`, body: new Uint8Array(world.picture) }),
    [`DELETE /portals/:id/${picture}`]: ({ portal }) => ({ url: `/portals/${portal.id}/${picture}` }),
  };
}

/** Addresses of the routes of portals: their site, their pictures and those of their pages. */
export const portalAddresses: Readonly<Record<string, AddressOf>> = {
  "GET /portals/site": ({ portal }) => ({ url: `/portals/site?host=${portal.host}&locale=fr` }),
  ...pictureAddresses("logo", "logoKey"),
  ...pictureAddresses("dark-logo", "darkLogoKey"),
  ...pictureAddresses("icon", "iconKey"),
  ...pictureAddresses("share", "shareKey"),

  "GET /assets/portals/:id/media/:mediaId/:width": async (world) => {
    const { database, portal, objectKey } = world;
    const variants = [{ width: 8, height: 8, key: objectKey, format: "png" }];
    const data = { communityId: world.communityId, portalId: portal.id, name: "x", width: 8, height: 8, size: 1, variants };
    const { id } = await database.withSystem((tx) => tx.siteMedia.create({ data }));
    return { url: `/assets/portals/${portal.id}/media/${id}/8` };
  },
  "POST /portals/:id/media": ({ portal, picture }) => ({ url: `/portals/${portal.id}/media?name=x.png`, body: new Uint8Array(picture) }),
};
