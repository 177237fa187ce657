import { PORTAL_PICTURES, type PortalPicture } from "@archipel/contracts/portals.ts";
import { streamedFile } from "./bodies.ts";
import { portalPicture } from "./portal-assets.ts";
import { deletePicture, namedPortal, uploadPicture } from "./portal-pictures.ts";
import { portalSite } from "./portal-site.ts";
import { protocol } from "./protocol.ts";
import { type CoreAlone, coreAlone, type Named, type Route } from "./route.ts";
import { mediaAsked, siteMedia, uploadMedia } from "./site-media.ts";

const portalId = { ids: { id: "portal-not-found" } } as const;

export const portals = protocol<CoreAlone>({
  about:
    "What a portal's site is made of, its logos and icons and the pictures of its pages: read by anyone who may visit it, uploaded by its managers.",
  body: streamedFile,
  open: coreAlone,
  routes: [
    { method: "GET", path: "/portals/site", permission: "portals.visit", callers: "unasked", cost: "list", handler: portalSite },
    ...PORTAL_PICTURES.flatMap(pictureRoutes),
    {
      method: "GET",
      path: "/assets/portals/:id/media/:mediaId/:width",
      permission: "site.visit",
      callers: "session",
      cost: "light",
      ids: { id: "media-not-found", mediaId: "media-not-found" },
      parse: mediaAsked,
      handler: siteMedia,
    },
    {
      method: "POST",
      path: "/portals/:id/media",
      permission: "site.write",
      callers: "session",
      cost: "write",
      receives: true,
      ...portalId,
      community: namedPortal,
      handler: uploadMedia,
    },
  ],
});

/** How a picture of a portal is read, uploaded and removed. */
function pictureRoutes(picture: PortalPicture): Route<CoreAlone, Named>[] {
  return [
    {
      method: "GET",
      path: `/assets/portals/:id/${picture}`,
      permission: "portals.visit",
      callers: "session",
      cost: "light",
      ids: { id: "logo-not-found" },
      handler: portalPicture(picture),
    },
    {
      method: "POST",
      path: `/portals/:id/${picture}`,
      permission: "portals.manage",
      callers: "session",
      cost: "write",
      receives: true,
      ...portalId,
      community: namedPortal,
      handler: uploadPicture(picture),
    },
    {
      method: "DELETE",
      path: `/portals/:id/${picture}`,
      permission: "portals.manage",
      callers: "session",
      cost: "light",
      ...portalId,
      community: namedPortal,
      handler: deletePicture(picture),
    },
  ];
}
