"use client";
import { CONTENT_LANGUAGES } from "@archipel/blocks/languages.ts";
import type { SitePageSummary, SitePages } from "@archipel/contracts/site-pages.ts";
import { formatAgo } from "@archipel/i18n/format.ts";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { useTitle } from "../things/use-title.ts";
import { NewPageDialog } from "./new-page-dialog.tsx";
import { PageActs } from "./page-acts.tsx";
import { StateBadges } from "./state-badges.tsx";

/** The pages of a portal, the home first. */
export function PagesTab({ portalId }: { readonly portalId: string }) {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const pages = useQuery(api.sitePages.list.queryOptions({ communityId, portalId }));
  return <QueryView query={pages}>{(site) => <PageList portalId={portalId} site={site} />}</QueryView>;
}

function PageList({ portalId, site }: { readonly portalId: string; readonly site: SitePages }) {
  const t = useTranslations("site-editor.pages");
  const [isNew, setNew] = useState(false);
  const live = site.pages.filter(({ status }) => status !== "archived");
  const home = live.find(({ kind }) => kind === "home");
  const others = live.filter(({ kind }) => kind !== "home");
  const archived = site.pages.filter(({ status }) => status === "archived");
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-ink-muted">{t("count", { count: site.pages.length, most: site.most })}</p>
        <Button
          tone="primary"
          onClick={() => setNew(true)}
          {...(site.pages.length >= site.most && { disabledReason: t("full", { most: site.most }) })}
        >
          <Plus aria-hidden className="size-4" />
          {t("new")}
        </Button>
      </div>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {home ? <PageRow page={home} portalId={portalId} /> : <ThemeHome portalId={portalId} />}
        {others.map((page) => (
          <PageRow key={page.id} page={page} portalId={portalId} />
        ))}
      </ul>
      {others.length === 0 && <p className="max-w-prose text-ink-muted">{t("onlyHome")}</p>}
      {archived.length > 0 && (
        <details>
          <summary className="min-h-8 cursor-pointer content-center">{t("archived", { count: archived.length })}</summary>
          <ul className="mt-2 divide-y divide-line rounded-card border border-line bg-surface">
            {archived.map((page) => (
              <PageRow key={page.id} page={page} portalId={portalId} />
            ))}
          </ul>
        </details>
      )}
      {isNew && <NewPageDialog portalId={portalId} pages={live} onClose={() => setNew(false)} />}
    </div>
  );
}

/** The home of the base theme, which becomes the portal's own when it is edited for the first time. */
function ThemeHome({ portalId }: { readonly portalId: string }) {
  const t = useTranslations("site-editor.pages");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const create = useMutation(
    api.sitePages.create.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries(api.sitePages.pathFilter());
        window.location.assign(links.sitePage(community.slug, portalId, id));
      },
    }),
  );
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 px-5 py-4">
      <span className="min-w-0 flex-1 basis-64">
        <span className="block font-medium">{t("home")}</span>
        <span className="block text-ink-muted text-small">{t("themeHome")}</span>
      </span>
      <Button disabled={create.isPending} onClick={() => create.mutate({ communityId: community.id, portalId, kind: "home" })}>
        {t("ownHome")}
      </Button>
      {create.error && <FailureAlert error={create.error} />}
    </li>
  );
}

function PageRow({ page, portalId }: { readonly page: SitePageSummary; readonly portalId: string }) {
  const t = useTranslations("site-editor.pages");
  const locale = useLocale();
  const titleOf = useTitle();
  const community = useCommunity();
  const title = titleOf(page.title) || t(page.kind === "home" ? "home" : "untitled");
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-4">
      <span className="min-w-0 flex-1 basis-72">
        <span className="flex flex-wrap items-center gap-2">
          {/* A whole page load: the editor has a policy of its own, which allows the portal in a frame. */}
          <a
            href={links.sitePage(community.slug, portalId, page.id)}
            className="inline-flex min-h-6 items-center break-words font-medium text-ink underline-offset-2 hover:underline"
          >
            {title}
          </a>
          <StateBadges page={page} />
        </span>
        <span className="block text-ink-muted text-small">
          <span className="figures">/{page.slug ?? ""}</span>
          {" · "}
          {page.updatedBy
            ? t("changedBy", { when: formatAgo(locale, page.updatedAt, new Date()), who: page.updatedBy })
            : t("changed", { when: formatAgo(locale, page.updatedAt, new Date()) })}
          {!page.isInSearch && ` · ${t("notInSearch")}`}
        </span>
        <Completeness page={page} />
      </span>
      <span className="flex items-center gap-1">
        <LinkButton href={links.sitePage(community.slug, portalId, page.id)}>
          {t("edit")}
          <span className="sr-only"> {title}</span>
        </LinkButton>
        <PageActs page={page} title={title} />
      </span>
    </li>
  );
}

/** How much of the draft is written in each language. */
function Completeness({ page }: { readonly page: SitePageSummary }) {
  const t = useTranslations("site-editor.pages");
  return (
    <span className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-small">
      {page.completeness.map(({ language, all, written }) => (
        <span key={language} className="inline-flex items-center gap-2">
          {CONTENT_LANGUAGES[language]}
          <span aria-hidden className="h-1.5 w-16 overflow-hidden rounded-full bg-sunken">
            <span className="block h-full bg-accent" style={{ width: `${all === 0 ? 100 : Math.round((100 * written) / all)}%` }} />
          </span>
          <span className="figures text-ink-muted">{t("written", { written, all })}</span>
        </span>
      ))}
    </span>
  );
}
