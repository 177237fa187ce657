import type { ClosedPortal } from "@archipel/contracts/portals.ts";
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

const CLOSED_FRESH_MS = 5_000;
const CLOSED_CAPACITY = 1_000;
const closed = new Map<string, { answer: Promise<ClosedPortal | null>; at: number }>();

/** What became of the portal of a host that has no live one; null for a host that was never a portal's, or while core-api is away. */
export function lookUpClosed(host: string): Promise<ClosedPortal | null> {
  const known = closed.get(host);
  if (known && Date.now() - known.at < CLOSED_FRESH_MS) return known.answer;
  const answer = publicCore.portals.closedByHost.query({ host }).catch(() => null);
  closed.delete(host);
  closed.set(host, { answer, at: Date.now() });
  const [oldest] = closed.keys();
  if (closed.size > CLOSED_CAPACITY && oldest !== undefined) closed.delete(oldest);
  return answer;
}
