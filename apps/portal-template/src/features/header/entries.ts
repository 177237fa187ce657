import type { Locale } from "@archipel/i18n/locales.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { siteParts } from "../../tenancy/site-parts.ts";
import { hasMaps } from "../maps/loaders.ts";
import { hasReports } from "../reports/loaders.ts";
import { addressOf } from "../site/link-address.ts";
import { readerOf, type Site } from "../site/loaders.ts";
import { type Said, say } from "../site/said.ts";
import type { Entry } from "./navigation.tsx";

/** The entries of the portal's main menu: those that the community chose, else what the portal offers. */
export async function menuEntries(site: Site, locale: Locale): Promise<readonly Entry[]> {
  const { header, targets } = site.frame;
  if (!header) return ownEntries(site, locale);
  const reader = readerOf(site, locale);
  return header.flatMap(({ key, label, link, children }): Entry[] => {
    const said = say(reader, label);
    const href = addressOf({ locale, site, targets }, link);
    const below = children.flatMap((child) => {
      const [childSaid, childHref] = [say(reader, child.label), addressOf({ locale, site, targets }, child.link)];
      return childSaid.text && childHref ? [{ key: child.key, said: childSaid, href: childHref }] : [];
    });
    return said.text && (href || below.length > 0) ? [{ key, said, href, below }] : [];
  });
}

/** What every portal offers, under the names of its theme. */
async function ownEntries(site: Site, locale: Locale): Promise<readonly Entry[]> {
  const [t, tReports, tMaps, isReporting, isMapping] = await Promise.all([
    getTranslations("portal.header"),
    getTranslations("reports.tracker"),
    getTranslations("maps.list"),
    siteParts(site.portal)?.isReporting ?? hasReports(site.portal.id),
    siteParts(site.portal)?.hasMaps ?? hasMaps(site.portal.id),
  ]);
  const { words } = site.content;
  const entry = (href: string, text: string): Entry => ({ key: href, said: { text, attrs: {} } satisfies Said, href, below: [] });
  return [
    entry(links.map(locale), inLocale(words.map, locale)),
    ...(isMapping ? [entry(links.maps(locale), tMaps("title"))] : []),
    entry(links.catalogue(locale), inLocale(words.catalogue, locale)),
    ...(isReporting ? [entry(links.reports(locale), tReports("title"))] : []),
    entry(links.help(locale), t("help")),
  ];
}
