"use client";
import type { SitePages } from "@archipel/contracts/site-pages.ts";
import { Button } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useQuery } from "@tanstack/react-query";
import { Newspaper, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { NewPageDialog } from "../pages/new-page-dialog.tsx";
import { PageRow } from "../pages/page-row.tsx";

/** The news of a portal, the drafts first, then the newest. */
export function NewsTab({ portalId }: { readonly portalId: string }) {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const pages = useQuery(api.sitePages.list.queryOptions({ communityId, portalId }));
  return <QueryView query={pages}>{(site) => <NewsItems portalId={portalId} site={site} />}</QueryView>;
}

function NewsItems({ portalId, site }: { readonly portalId: string; readonly site: SitePages }) {
  const t = useTranslations("site-editor.news");
  const tp = useTranslations("site-editor.pages");
  const [isNew, setNew] = useState(false);
  const news = site.pages.filter(({ kind }) => kind === "news");
  const live = news.filter(({ status }) => status !== "archived");
  const archived = news.filter(({ status }) => status === "archived");
  const isFull = news.length >= site.mostNews;
  const add = (
    <Button tone="primary" onClick={() => setNew(true)} {...(isFull && { disabledReason: t("full", { most: site.mostNews }) })}>
      <Plus aria-hidden className="size-4" />
      {t("new")}
    </Button>
  );
  return (
    <div className="flex flex-col gap-5">
      {news.length > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-ink-muted">
            {t("count", { count: news.length })} · {t("followers", { count: site.newsFollowers })}
          </p>
          {add}
        </div>
      )}
      {news.length === 0 && (
        <EmptyState icon={<Newspaper aria-hidden className="size-10" />} title={t("none")} action={add}>
          {t("noneText")}
        </EmptyState>
      )}
      {live.length > 0 && (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {live.map((page) => (
            <PageRow key={page.id} page={page} portalId={portalId} />
          ))}
        </ul>
      )}
      {archived.length > 0 && (
        <details>
          <summary className="min-h-8 cursor-pointer content-center">{tp("archived", { count: archived.length })}</summary>
          <ul className="mt-2 divide-y divide-line rounded-card border border-line bg-surface">
            {archived.map((page) => (
              <PageRow key={page.id} page={page} portalId={portalId} />
            ))}
          </ul>
        </details>
      )}
      {isNew && <NewPageDialog kind="news" portalId={portalId} pages={[]} languages={site.languages} onClose={() => setNew(false)} />}
    </div>
  );
}
