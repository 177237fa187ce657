import { NEWS_PER_PAGE, type NewsList } from "@archipel/contracts/site-pages.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Pagination } from "@archipel/ui/pagination.tsx";
import { Newspaper } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { FollowEntry } from "../follows/follow-entry.tsx";
import { FeedLink } from "../site/feed-link.tsx";
import { readerOf, type Site } from "../site/loaders.ts";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";
import { NewsCards } from "../site-pages/news/news-cards.tsx";

interface NewsPageProps {
  readonly site: Site;
  readonly news: NewsList;
  /** From 1. */
  readonly page: number;
}

/** The news of a portal, and the ways to hear of the next. */
export async function NewsPage({ site, news, page }: NewsPageProps) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.news")]);
  const { portal } = site;
  return (
    <PageFrame>
      <PageTitle intro={t("intro", { community: portal.communityName })}>{t("title")}</PageTitle>
      {news.items.length === 0 ? (
        <EmptyState
          icon={<Newspaper aria-hidden className="size-10" />}
          title={t("none")}
          action={
            <a href={links.home(locale)} className={buttonClass({ tone: "primary" })}>
              {t("home")}
            </a>
          }
        >
          {t("noneText")}
        </EmptyState>
      ) : (
        <NewsCards items={news.items} reader={readerOf(site, locale)} level={2} />
      )}
      <div className="mt-8">
        <Pagination
          label={t("older")}
          previousLabel={t("previous")}
          nextLabel={t("next")}
          pageLabel={(number) => t("page", { page: number })}
          page={page}
          pageCount={Math.ceil(news.total / NEWS_PER_PAGE)}
          href={(number) => links.news(locale, number)}
        />
      </div>
      <section aria-labelledby="follow-news" className="mt-10 rounded-card border border-line bg-surface p-5">
        <h2 id="follow-news" className="text-title">
          {t("follow")}
        </h2>
        <p className="mt-1 max-w-prose text-ink-muted">{t("followText")}</p>
        <div className="mt-4 flex flex-wrap items-center gap-x-6 gap-y-3">
          <FollowEntry portalId={portal.id} subject={{ kind: "news" }} returnTo={links.news(locale)} />
          <FeedLink href={links.newsFeed(portal.id, locale)} title={`${portal.name} – ${t("title")}`}>
            {t("feed")}
          </FeedLink>
        </div>
      </section>
    </PageFrame>
  );
}
