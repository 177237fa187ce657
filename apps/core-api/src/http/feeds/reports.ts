import { translator } from "@archipel/i18n/translator.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import { recentReports } from "../../modules/reports/service/recent.ts";
import type { AtomFeed } from "./atom.ts";
import { ENTRIES, type FeedCall } from "./feed-call.ts";

/** Longer texts are cut: the page has the whole. */
const MOST_TITLE = 80;

/** The public reports of a portal, the latest change first, each with the latest public answer. */
export async function reportsFeed({ core, visit, locale, cursor, portalName, origin, self }: FeedCall): Promise<AtomFeed> {
  const { items, nextCursor } = await recentReports(core, visit, { cursor, limit: ENTRIES });
  const t = translator(locale, "datasets");
  return {
    id: `urn:uuid:${visit.portalId}#reports`,
    title: t("feeds.reports", { portal: portalName }),
    subtitle: t("feeds.reportsText", { portal: portalName }),
    language: locale,
    updated: items[0]?.updatedAt ?? new Date(0),
    author: visit.communityName,
    links: {
      self: self(cursor),
      alternate: `${origin}/${locale}/reports`,
      first: self(null),
      next: nextCursor === null ? null : self(nextCursor),
    },
    entries: items.map(({ id, number, body, themeName, status, place, answer, createdAt, updatedAt }) => ({
      id: `urn:uuid:${id}`,
      title: t("feeds.report", { number, text: cut(body) }),
      updated: updatedAt,
      published: createdAt,
      link: `${origin}/${locale}/reports/${number}`,
      summary: answer === null ? body : `${body}\n\n${t("feeds.answer", { text: answer })}`,
      categories: [wordsIn(locale, themeName), wordsIn(locale, status)].filter((word) => word !== ""),
      point: place,
    })),
  };
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > MOST_TITLE ? `${line.slice(0, MOST_TITLE - 1)}…` : line;
}
