import type { Link } from "@archipel/blocks/field.ts";
import { CONTENT_LANGUAGES } from "@archipel/blocks/languages.ts";
import { type MenuChild, type MenuEntry, type Navigation, navigation, redirectPath } from "@archipel/contracts/site-navigation.ts";

/** What is stored, or the menus of a portal that has none of its own. */
export function navigationOf(stored: unknown): Navigation {
  const read = navigation.safeParse(stored);
  return read.success ? read.data : navigation.parse({});
}

interface PlacedLink {
  path: readonly (string | number)[];
  link: Link;
}

/** Every link of the menus, with its place. */
export function linksOf({ header, footer }: Navigation): PlacedLink[] {
  const placed = (path: readonly (string | number)[], { link }: MenuChild): PlacedLink[] =>
    link ? [{ path: [...path, "link"], link }] : [];
  return [
    ...(header ?? []).flatMap((entry, index) => [
      ...placed(["header", index], entry),
      ...entry.children.flatMap((child, at) => placed(["header", index, "children", at], child)),
    ]),
    ...footer.flatMap((column, index) => column.entries.flatMap((entry, at) => placed(["footer", index, "entries", at], entry))),
  ];
}

/** The menus without links that lead nowhere. An entry that only opens what is below it goes with the last of them. */
export function withoutDangling({ header, footer, ...rest }: Navigation, arrives: (link: Link) => boolean): Navigation {
  const isShown = ({ link }: MenuChild) => link !== undefined && arrives(link);
  const shownEntry = (entry: MenuEntry): MenuEntry[] => {
    const children = entry.children.filter(isShown);
    if (isShown(entry)) return [{ ...entry, children }];
    const { link: _, ...heading } = entry;
    return children.length > 0 ? [{ ...heading, children }] : [];
  };
  const columns = footer.map((column) => ({ ...column, entries: column.entries.filter(isShown) }));
  return { ...rest, header: header?.flatMap(shownEntry) ?? null, footer: columns.filter(({ entries }) => entries.length > 0) };
}

/** A path as redirects store it: without trailing slash, decoded, in the form that browsers compose. Null: no redirect can have it. */
export function redirectPathOf(asked: string): string | null {
  const read = redirectPath.safeParse(decoded(asked.trim()).normalize());
  return read.success ? read.data : null;
}

/** Escapes that are no text (`%zz`) stay as they are. */
function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** A path of an address of the portal itself, without its language; null when the address is of another site. */
function ownPathOf(address: string, hosts: readonly string[]): string | null {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol) || !hosts.includes(url.hostname)) return null;
  const [, first = "", ...rest] = url.pathname.split("/");
  return redirectPathOf(first in CONTENT_LANGUAGES ? `/${rest.join("/")}` : url.pathname);
}

/** Whether a redirect to this link would come back to where it starts, over redirects that are there. */
export function makesLoop(from: string, link: Link, redirects: ReadonlyMap<string, Link>, hosts: readonly string[]): boolean {
  const seen = new Set<string>();
  for (let next: Link | undefined = link; next; ) {
    const path: string | null = next.to === "address" ? ownPathOf(next.address, hosts) : null;
    if (path === null) return false;
    if (path === from || seen.has(path)) return true;
    seen.add(path);
    next = redirects.get(path);
  }
  return false;
}
