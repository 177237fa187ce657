import { publicCore } from "../api/public-core.ts";
import { contentNews } from "../runtime/content-news.ts";
import { sharedInProcess } from "../runtime/shared.ts";
import { createPortalDirectory } from "./portal-directory.ts";
import { rememberSite, siteParts } from "./site-parts.ts";

/** The portal directory of this process: the server in front, the proxy and the pages share it. */
export const lookUpPortal = sharedInProcess("directory", () =>
  createPortalDirectory(
    async (host) => {
      const site = await publicCore.portals.openSite.query({ host });
      return site && rememberSite(site);
    },
    Date.now,
    { news: contentNews, weigh: (portal) => JSON.stringify(siteParts(portal)).length },
  ),
);
