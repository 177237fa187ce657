import type { Link } from "@archipel/blocks/field.ts";
import type { LinkTargets } from "@archipel/contracts/site-pages.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { links } from "../../links.ts";

interface LinkWorld {
  readonly locale: Locale;
  readonly site: { readonly portal: { readonly hasAnswers: boolean }; readonly frame?: { readonly hasNews: boolean } };
  readonly targets: LinkTargets;
}

/** Where a link of a block or a menu leads; undefined when what it names is gone or not public. */
export function addressOf({ locale, site, targets }: LinkWorld, link: Link | undefined): string | undefined {
  const { pages, datasets, maps, layers } = targets;
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
    case "points": {
      if (!link.layer) return links.firstPoints(locale, { flies: link.isFlight });
      return layers.some(({ id }) => id === link.layer) ? links.points(locale, link.layer, { flies: link.isFlight }) : undefined;
    }
    case "catalogue":
      return links.catalogue(locale, { q: link.query });
    case "home":
      return links.home(locale);
    case "answer":
      return site.portal.hasAnswers ? links.answer(locale) : links.map(locale);
    case "reports":
      return links.reports(locale);
    case "news":
      return site.frame?.hasNews ? links.news(locale) : undefined;
    case "help":
      return links.help(locale);
    case "account":
      return links.account(locale);
    case "address":
      return link.address;
  }
}
