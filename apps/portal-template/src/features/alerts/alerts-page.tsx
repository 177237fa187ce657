import { type AlertList, PAST_ALERTS_PER_PAGE, type PublicAlert } from "@archipel/contracts/alerts.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Pagination } from "@archipel/ui/pagination.tsx";
import { CircleCheck } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { FollowEntry } from "../follows/follow-entry.tsx";
import { FeedLink } from "../site/feed-link.tsx";
import { readerOf, type Site } from "../site/loaders.ts";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";
import type { Reader } from "../site/said.ts";
import { AlertItem } from "./alert-item.tsx";
import { MapOfAreas } from "./map-of-areas.tsx";

interface AlertsPageProps {
  readonly site: Site;
  readonly list: AlertList;
  /** Of the past ones, from 1. */
  readonly page: number;
}

/** The alerts of a portal: in force with their areas, planned, past; and the ways to hear of the next. */
export async function AlertsPage({ site, list, page }: AlertsPageProps) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("alerts.portal")]);
  const { portal } = site;
  const reader = readerOf(site, locale);
  const checked = list.checkedAt && t("checked", { community: portal.communityName, date: formatDateTime(locale, list.checkedAt) });
  return (
    <PageFrame>
      <PageTitle intro={t("intro", { community: portal.communityName })}>{t("title")}</PageTitle>
      <div className="grid gap-10">
        <section aria-labelledby="alerts-in-force">
          <h2 id="alerts-in-force" className="mb-4 text-title">
            {t("inForce")}
          </h2>
          {list.inForce.length === 0 ? (
            <p className="flex items-center gap-3 rounded-card border border-line bg-surface px-4 py-4">
              <CircleCheck aria-hidden className="size-5 shrink-0 text-success" />
              <span>
                <span className="block font-medium">{t("none")}</span>
                <span className="block text-ink-muted text-small">{checked}</span>
              </span>
            </p>
          ) : (
            <>
              <Items alerts={list.inForce} reader={reader} />
              <p className="mt-3 text-ink-muted text-small">{checked}</p>
            </>
          )}
        </section>
        {list.planned.length > 0 && (
          <section aria-labelledby="alerts-planned">
            <h2 id="alerts-planned" className="mb-4 text-title">
              {t("planned")}
            </h2>
            <Items alerts={list.planned} reader={reader} />
          </section>
        )}
        <MapOfAreas site={site} label={t("map")} areas={list.areas} />
        <section aria-labelledby="follow-alerts" className="rounded-card border border-line bg-surface p-5">
          <h2 id="follow-alerts" className="text-title">
            {t("follow")}
          </h2>
          <p className="mt-1 max-w-prose text-ink-muted">{t("followText")}</p>
          <div className="mt-4 flex flex-wrap items-center gap-x-6 gap-y-3">
            <FollowEntry portalId={portal.id} subject={{ kind: "alerts" }} returnTo={links.alerts(locale)} />
            <FeedLink href={links.alertsFeed(portal.id, locale)} title={`${portal.name} – ${t("title")}`}>
              {t("feed")}
            </FeedLink>
          </div>
        </section>
        <section aria-labelledby="alerts-past">
          <h2 id="alerts-past" className="mb-4 text-title">
            {t("past")}
          </h2>
          {list.past.length === 0 ? <p className="text-ink-muted">{t("noPast")}</p> : <Items alerts={list.past} reader={reader} />}
          <div className="mt-6">
            <Pagination
              label={t("pages")}
              previousLabel={t("previous")}
              nextLabel={t("next")}
              pageLabel={(number) => t("page", { page: number })}
              page={page}
              pageCount={Math.ceil(list.pastTotal / PAST_ALERTS_PER_PAGE)}
              href={(number) => links.alerts(locale, number)}
            />
          </div>
        </section>
      </div>
    </PageFrame>
  );
}

function Items({ alerts, reader }: { readonly alerts: readonly PublicAlert[]; readonly reader: Reader }) {
  return (
    <ul className="grid gap-4">
      {alerts.map((alert) => (
        <li key={alert.id}>
          <AlertItem alert={alert} reader={reader} level={3} />
        </li>
      ))}
    </ul>
  );
}
