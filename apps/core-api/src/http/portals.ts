import { streamedFile } from "./bodies.ts";
import { portalLogo } from "./portal-assets.ts";
import { deleteLogo, namedPortal, uploadLogo } from "./portal-logo-upload.ts";
import { protocol } from "./protocol.ts";
import { type CoreAlone, coreAlone } from "./route.ts";
import { mediaAsked, siteMedia, uploadMedia } from "./site-media.ts";

const portalId = { ids: { id: "portal-not-found" } } as const;

export const portals = protocol<CoreAlone>({
  about: "The logo of a portal and the pictures of its pages: read by anyone who may visit it, uploaded by its managers.",
  body: streamedFile,
  open: coreAlone,
  routes: [
    {
      method: "GET",
      path: "/assets/portals/:id/logo",
      permission: "portals.visit",
      callers: "session",
      cost: "light",
      ids: { id: "logo-not-found" },
      handler: portalLogo,
    },
    {
      method: "POST",
      path: "/portals/:id/logo",
      permission: "portals.manage",
      callers: "session",
      cost: "write",
      receives: true,
      ...portalId,
      community: namedPortal,
      handler: uploadLogo,
    },
    {
      method: "DELETE",
      path: "/portals/:id/logo",
      permission: "portals.manage",
      callers: "session",
      cost: "light",
      ...portalId,
      community: namedPortal,
      handler: deleteLogo,
    },
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
