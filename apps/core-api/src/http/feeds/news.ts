import { readText } from "@archipel/blocks/texts.ts";
import { NEWS_MAX } from "@archipel/contracts/site-pages.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { listNews } from "../../modules/site/news/service/list.ts";
import type { AtomFeed } from "./atom.ts";
import { ENTRIES, type FeedCall } from "./feed-call.ts";

/** The news of a portal, the newest first. The cursor is the number of the items before. */
export async function newsFeed({ core, visit, locale, cursor, portalName, origin, self }: FeedCall): Promise<AtomFeed> {
  const asked = /^\d{1,4}$/.test(cursor ?? "") ? Number(cursor) : 0;
  const offset = Math.min(asked, NEWS_MAX);
  const { items, total } = await listNews(core, visit, { limit: ENTRIES, offset, isPinnedFirst: false });
  const t = translator(locale, "datasets");
  const next = offset + items.length;
  return {
    id: `urn:uuid:${visit.portalId}#news`,
    title: t("feeds.news", { portal: portalName }),
    subtitle: t("feeds.newsText", { portal: portalName }),
    language: locale,
    updated: latestOf(items.flatMap(({ firstPublishedAt, updatedAt }) => [firstPublishedAt, updatedAt])),
    author: visit.communityName,
    links: {
      self: self(cursor),
      alternate: `${origin}/${locale}/news`,
      first: self(null),
      next: items.length > 0 && next < total ? self(String(next)) : null,
    },
    entries: items.map(({ id, slug, title, description, firstPublishedAt, updatedAt }) => ({
      id: `urn:uuid:${id}`,
      title: readText(title, locale, "fr").text,
      updated: latestOf([firstPublishedAt, updatedAt]),
      published: firstPublishedAt,
      link: `${origin}/${locale}/${slug}`,
      summary: readText(description, locale, "fr").text,
    })),
  };
}

const latestOf = (dates: readonly Date[]) => new Date(Math.max(0, ...dates.map((date) => date.getTime())));
