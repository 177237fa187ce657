"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { LegalWarning } from "./legal/legal-warning.tsx";

const TABS = ["pages", "news", "alerts", "navigation", "redirects", "legal"] as const;

/** The site of each portal of the community. */
export function SitesPage() {
  const t = useTranslations("site-editor");
  const tp = useTranslations("admin.portals");
  const api = useApi();
  const community = useCommunity();
  const portals = useQuery(api.portals.list.queryOptions({ communityId: community.id }));
  return (
    <>
      <PageHeader title={t("sites.title")} lead={t("sites.lead")} />
      <QueryView query={portals}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              title={tp("empty")}
              action={
                <Link href={links.newPortal(community.slug)} className={buttonClass({ tone: "primary" })}>
                  {tp("create")}
                </Link>
              }
            >
              {tp("emptyText")}
            </EmptyState>
          ) : (
            <ul className="flex flex-col gap-4">
              {all.map((portal) => (
                <SiteCard key={portal.id} portal={portal} />
              ))}
            </ul>
          )
        }
      </QueryView>
    </>
  );
}

function SiteCard({ portal }: { readonly portal: Portal }) {
  const t = useTranslations("site-editor.site");
  const community = useCommunity();
  return (
    <li className="flex flex-col gap-3 rounded-card border border-line bg-surface px-5 py-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="text-large">
          <Link href={links.site(community.slug, portal.id)} className="text-ink underline-offset-2 hover:underline">
            {portal.name}
          </Link>
        </h2>
        <a
          href={portal.address}
          target="_blank"
          rel="noreferrer"
          className="inline-flex min-h-6 items-center gap-1 break-all text-ink-muted text-small underline underline-offset-2"
        >
          {portal.address.replace(/^https?:\/\//, "")}
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      </div>
      <ul className="flex flex-wrap gap-2">
        {TABS.map((tab) => (
          <li key={tab}>
            <Link href={links.site(community.slug, portal.id, tab === "pages" ? "" : tab)} className={buttonClass()}>
              {t(tab)}
              <span className="sr-only"> {portal.name}</span>
            </Link>
          </li>
        ))}
      </ul>
      {portal.status === "live" && <LegalWarning portalId={portal.id} />}
    </li>
  );
}
