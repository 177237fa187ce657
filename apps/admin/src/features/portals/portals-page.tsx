"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import { formatAgo } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink, Globe, Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { useNow } from "../../kit/use-now.ts";
import { links } from "../../links.ts";
import { MiniPortal } from "./mini-portal.tsx";

/** The community's portals, each with a preview. */
export function PortalsPage() {
  const t = useTranslations("admin");
  const api = useApi();
  const router = useRouter();
  const community = useCommunity();
  const reason = useRoleReason()("manager");
  const portals = useQuery(api.portals.list.queryOptions({ communityId: community.id }));
  return (
    <>
      <PageHeader
        title={t("nav.portals")}
        lead={t("portals.lead")}
        actions={
          <Button tone="primary" onClick={() => router.push(links.newPortal(community.slug))} {...(reason && { disabledReason: reason })}>
            <Plus aria-hidden className="size-4" />
            {t("portals.create")}
          </Button>
        }
      />
      <QueryView query={portals}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              icon={<Globe aria-hidden className="size-8" />}
              title={t("portals.empty")}
              action={
                <Button
                  tone="primary"
                  onClick={() => router.push(links.newPortal(community.slug))}
                  {...(reason && { disabledReason: reason })}
                >
                  {t("portals.create")}
                </Button>
              }
            >
              {t("portals.emptyText")}
            </EmptyState>
          ) : (
            <ul className="grid gap-5 md:grid-cols-2 2xl:grid-cols-3">
              {all.map((portal) => (
                <PortalCard key={portal.id} portal={portal} />
              ))}
            </ul>
          )
        }
      </QueryView>
    </>
  );
}

function PortalCard({ portal }: { readonly portal: Portal }) {
  const t = useTranslations("admin.portals");
  const locale = useLocale();
  const now = useNow();
  const community = useCommunity();
  return (
    <li className="flex flex-col overflow-hidden rounded-card border border-line bg-surface">
      <div aria-hidden className="h-36 overflow-hidden border-line border-b">
        <MiniPortal {...portal} logo={portal.logoPath ? links.portalPicture(portal.logoPath) : null} isSmall />
      </div>
      <div className="flex flex-1 flex-col gap-2 px-5 py-4">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="text-large">
            <Link href={links.portal(community.slug, portal.id)} className="text-ink underline-offset-2 hover:underline">
              {portal.name}
            </Link>
          </h2>
          <Badge tone={portal.status === "live" ? "success" : portal.status === "preparing" ? "info" : "neutral"}>
            {t(`status.${portal.status}`)}
          </Badge>
        </div>
        <p className="break-all text-ink-muted text-small">{portal.address}</p>
        <p className="text-small">
          {t("datasetCount", { count: portal.datasets.length })} · {t("updated", { when: formatAgo(locale, portal.updatedAt, now) })}
        </p>
        <div className="mt-auto flex flex-wrap gap-2 pt-2">
          <Link href={links.portal(community.slug, portal.id)} className={buttonClass()}>
            {t(hasRole(community, "manager") ? "manage" : "look")}
            <span className="sr-only"> {portal.name}</span>
          </Link>
          {portal.status === "live" && (
            <a href={portal.address} target="_blank" rel="noreferrer" className={buttonClass({ tone: "quiet" })}>
              {t("open")}
              <span className="sr-only"> {portal.name}</span>
              <ExternalLink aria-hidden className="size-4" />
            </a>
          )}
        </div>
      </div>
    </li>
  );
}
