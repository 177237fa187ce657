"use client";
import type { SitePages } from "@archipel/contracts/site-pages.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { NewPageDialog } from "./new-page-dialog.tsx";
import { PageRow } from "./page-row.tsx";

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
  const pages = site.pages.filter(({ kind }) => kind !== "news");
  const live = pages.filter(({ status }) => status !== "archived");
  const home = live.find(({ kind }) => kind === "home");
  const others = live.filter(({ kind }) => kind !== "home");
  const archived = pages.filter(({ status }) => status === "archived");
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-ink-muted">{t("count", { count: pages.length, most: site.most })}</p>
        <Button
          tone="primary"
          onClick={() => setNew(true)}
          {...(pages.length >= site.most && { disabledReason: t("full", { most: site.most }) })}
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
      {isNew && <NewPageDialog kind="page" portalId={portalId} pages={live} languages={site.languages} onClose={() => setNew(false)} />}
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
