import type { Link } from "@archipel/blocks/field.ts";
import type { ReactNode } from "react";
import { links } from "../../links.ts";
import type { BlockWorld } from "./world.ts";

/** Where a link of a block leads; undefined when what it names is gone or not public. */
export function hrefOf({ locale, site, found }: Pick<BlockWorld, "locale" | "site"> & { readonly found: Pick<BlockWorld["found"], "targets"> }, link: Link | undefined): string | undefined {
  const { pages, datasets, maps, layers } = found.targets;
  switch (link?.to) {
    case undefined:
      return undefined;
    case "page": {
      const page = pages.find(({ id }) => id === link.id);
      return page && (page.slug === null ? links.home(locale) : links.page(locale, page.slug));
    }
    case "dataset": {
      const slug = datasets.find(({ id }) => id === link.id)?.slug;
      return slug && links.dataset(locale, slug);
    }
    case "saved-map": {
      const slug = maps.find(({ id }) => id === link.id)?.slug;
      return slug && links.savedMap(locale, slug);
    }
    case "map":
      return links.map(locale, { layers: link.layers.filter((layer) => layers.some(({ id }) => id === layer)) });
    case "catalogue":
      return links.catalogue(locale, { q: link.query });
    case "home":
      return links.home(locale);
    case "answer":
      return site.portal.hasAnswers ? links.answer(locale) : links.map(locale);
    case "reports":
      return links.reports(locale);
    // Portals do not write news yet.
    case "news":
      return undefined;
    case "help":
      return links.help(locale);
    case "account":
      return links.account(locale);
    case "address":
      return link.address;
  }
}

interface BlockLinkProps {
  readonly world: BlockWorld;
  readonly link: Link | undefined;
  readonly className?: string;
  readonly children: ReactNode;
}

/** The text as a link; as plain text when the link leads nowhere. */
export function BlockLink({ world, link, className, children }: BlockLinkProps) {
  const href = hrefOf(world, link);
  if (!href) return children;
  return (
    <a href={href} className={className} {...(link?.to === "address" && { rel: "noopener" })}>
      {children}
    </a>
  );
}
