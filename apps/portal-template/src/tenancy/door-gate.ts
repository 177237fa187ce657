/** Doors of core-api that every portal host offers under its own name. */
const DOORS = ["tiles", "downloads", "basemap", "basemap.json", "assets"];

/** Files that a host answers for its whole site, outside the languages. */
const SITE_FILES = ["robots.txt", "sitemap.xml", "icon.svg", "opengraph.png"];

export type DoorDecision = { readonly kind: "forward" } | { readonly kind: "site-file"; readonly file: string } | { readonly kind: "page" };

/** What kind of thing a path asks for. */
export function doorGate(pathname: string): DoorDecision {
  const [, first = "", ...rest] = pathname.split("/");
  if (DOORS.includes(first)) return { kind: "forward" };
  if (rest.length === 0 && SITE_FILES.includes(first)) return { kind: "site-file", file: first };
  return { kind: "page" };
}
