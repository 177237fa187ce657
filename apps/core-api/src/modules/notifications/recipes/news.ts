import { readText } from "@archipel/blocks/texts.ts";
import { id } from "@archipel/contracts/ids.ts";
import { LOCALES } from "@archipel/i18n/locales.ts";
import { z } from "zod";
import { portalFollowers } from "../../follows/service/portal-followers.ts";
import { newsToAnnounce } from "../../site/news/service/announce.ts";
import type { NewNotice, Recipe } from "./recipe.ts";

const payload = z.object({ pageId: id });

/** Notices to the followers of a portal's news: one for each item, when it is published for the first time. */
export const newsRecipe: Recipe = {
  topics: ["site.page-published"],
  async notices(sql, { payload: given }) {
    const pageId = payload.safeParse(given).data?.pageId;
    const news = pageId === undefined ? null : await newsToAnnounce(sql, pageId);
    if (pageId === undefined || news === null) return [];
    const { people, guests } = await portalFollowers(sql, news.portalId, "news");
    return LOCALES.flatMap((locale): NewNotice[] => {
      const [title, said] = [readText(news.title, locale, news.fallback).text, readText(news.summary, locale, news.fallback).text];
      const shared = {
        communityId: news.communityId,
        kind: "news-published",
        params: { title, actor: null, path: news.path, ...(said && { said }) },
        actorId: null,
        needs: null,
        portalId: news.portalId,
      } as const;
      const readers = people.filter((one) => one.locale === locale).map(({ personId }) => personId);
      return [
        ...(readers.length > 0 ? [{ ...shared, subject: { type: "news" as const, id: pageId }, people: readers }] : []),
        ...guests
          .filter((one) => one.locale === locale)
          .map(({ followId, email }) => ({
            ...shared,
            params: { ...shared.params, stop: followId },
            subject: { type: "news" as const, id: pageId },
            people: [],
            guests: [{ email, locale }],
          })),
      ];
    });
  },
};
