/** Paths of core-api that every portal host serves under its own name. */
const FORWARDED = [
  "tiles",
  "downloads",
  "access",
  "ogc",
  "stac",
  "basemap",
  "basemap.json",
  "sprites",
  "assets",
  "events",
  "report",
  "report.pdf",
  "report.svg",
  "verify",
  ".well-known",
  "follow",
  "unfollow",
  "feeds",
  "visits",
  "altimetrie",
];

/** Files of the whole site, outside the languages, and the route that serves each. */
const SITE_FILES: Readonly<Record<string, string>> = {
  "robots.txt": "robots",
  "manifest.webmanifest": "manifest",
  "sitemap.xml": "sitemap",
  "icon.svg": "icon",
  "favicon.ico": "icon",
  "opengraph.png": "opengraph",
  "map-style.json": "map-style",
};

export type PathDecision =
  | { readonly kind: "forward" }
  | { readonly kind: "site-file"; readonly route: string }
  | { readonly kind: "page" };

/** The kind of resource that a path names. */
export function pathGate(pathname: string): PathDecision {
  const [, first = "", ...rest] = pathname.split("/");
  if (FORWARDED.includes(first)) return { kind: "forward" };
  const route = rest.length === 0 ? SITE_FILES[first] : undefined;
  if (route) return { kind: "site-file", route };
  return { kind: "page" };
}
