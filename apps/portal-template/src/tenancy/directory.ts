import { publicCore } from "../api/public-core.ts";
import { contentNews } from "../runtime/content-news.ts";
import { sharedInProcess } from "../runtime/shared.ts";
import { createPortalDirectory } from "./portal-directory.ts";

/** The portal directory of this process: the server in front, the proxy and the pages share it. */
export const lookUpPortal = sharedInProcess("directory", () =>
  createPortalDirectory((host) => publicCore.portals.byHost.query({ host }), Date.now, contentNews),
);
