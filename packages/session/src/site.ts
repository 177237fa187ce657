import { z } from "zod";
import type { SessionSettings } from "./settings.ts";

const site = z.object({
  clientId: z.string(),
  /** Scheme, host and port for browsers. */
  origin: z.string(),
});

/** A site that signs people in: one portal host, or the admin. */
export type Site = Readonly<z.infer<typeof site>>;

/** The site of a host name (without port), or null when no portal has this host that is online or that the pass opens. */
export type FindSite = (host: string, pass?: string) => Promise<Site | null>;

const CACHE_MS = 5000;
const MAX_HOSTS = 1000;

/**
 * Queries the hub for the portal of a host: the portals table is the allow-list, never the header. Known hosts are cached
 * for five seconds; unknown ones are not, so that a new portal answers at once.
 */
export function siteFinder(settings: Pick<SessionSettings, "CORE_API_URL">): FindSite {
  const remembered = new Map<string, { site: Site; until: number }>();
  return async (host, pass) => {
    // Whether a pass still opens a portal is asked each time.
    const known = pass === undefined ? remembered.get(host) : undefined;
    if (known && known.until > Date.now()) return known.site;
    const response = await fetch(`${settings.CORE_API_URL}/hub/sites/${encodeURIComponent(host)}`, {
      cache: "no-store",
      ...(pass !== undefined && { headers: { authorization: `Bearer ${pass}` } }),
    });
    if (response.status === 404) {
      if (pass === undefined) remembered.delete(host);
      return null;
    }
    if (!response.ok) throw new Error(`the identity hub did not tell which portal ${host} is (status ${response.status})`);
    const found = site.parse(await response.json());
    if (pass !== undefined) return found;
    if (remembered.size >= MAX_HOSTS) remembered.clear();
    remembered.set(host, { site: found, until: Date.now() + CACHE_MS });
    return found;
  };
}

/** The site of a request, by its `Host` only; `X-Forwarded-Host` can be forged and is not read. */
export async function siteOf(find: FindSite, headers: Headers, pass?: string): Promise<Site | null> {
  const host = headers.get("host")?.toLowerCase() ?? "";
  const name = host.replace(/:\d+$/, "");
  if (!/^[a-z0-9.-]{1,253}$/.test(name)) return null;
  return find(name, pass);
}
