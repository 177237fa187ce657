import type { ClosedPortal } from "@archipel/contracts/portals.ts";
import { createBriefCache } from "../api/brief-cache.ts";
import { publicCore } from "../api/public-core.ts";
import { callSite } from "../api/site-call.ts";
import { contentNews } from "../runtime/content-news.ts";
import { sharedInProcess } from "../runtime/shared.ts";
import { askedHost } from "./passes.ts";
import { createPortalDirectory } from "./portal-directory.ts";
import { rememberSite, sizeOf } from "./site-parts.ts";

/** The portal directory of this process: the server in front, the proxy and the pages share it. */
export const lookUpPortal = sharedInProcess("directory", () =>
  createPortalDirectory(
    async (asked, page) => {
      const { host, pass } = askedHost(asked);
      const received = await callSite(host, page, pass);
      return received && rememberSite(received.site, received.characters);
    },
    Date.now,
    { news: contentNews, weigh: sizeOf },
  ),
);

const closed = createBriefCache((host) => publicCore.portals.closedByHost.query({ host }), { freshMs: 5_000, capacity: 1_000 });

/** What became of the portal of a host that has no live one; null for a host that was never a portal's, or while core-api is away. */
export function lookUpClosed(host: string): Promise<ClosedPortal | null> {
  return closed(host).catch(() => null);
}
