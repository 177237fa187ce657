import type { Site } from "./site.ts";

/**
 * Whether a request that changes something comes from the site's own pages. Browsers send `Sec-Fetch-Site`, older ones
 * `Origin`; a request with neither does not come from a browser with our cookie.
 */
export function isFromOwnPages(request: Request, site: Site): boolean {
  const fetchSite = request.headers.get("sec-fetch-site");
  if (fetchSite) return fetchSite === "same-origin";
  return request.headers.get("origin") === site.origin;
}
