"use client";
import type { CommunityLife } from "@archipel/contracts/communities.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { PageHeader } from "../../../kit/page-header.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { CopySection } from "./copy-section.tsx";
import { EndSection } from "./end-section.tsx";
import { FrozenSection } from "./frozen-section.tsx";
import { PortalsSection } from "./portals-section.tsx";

/** The copy of a community, its read-only state and its end, for its managers. */
export function OwnLifePage() {
  const t = useTranslations();
  const community = useCommunity();
  const query = useLife(community.id);
  return (
    <>
      <PageHeader
        title={t("communities.life.title")}
        lead={t("communities.life.lead")}
        parents={[{ label: t("admin.nav.settings"), href: links.settings(community.slug) }]}
        badges={query.data && <StateBadges life={query.data} />}
      />
      <QueryView query={query} rows={6}>
        {(life) => (
          <>
            <StateNote life={life} />
            <CopySection communityId={life.id} />
            <FrozenSection life={life} />
            <PortalsSection life={life} />
            <EndSection life={life} />
          </>
        )}
      </QueryView>
    </>
  );
}

export function useLife(communityId: string) {
  const api = useApi();
  return useQuery(api.communityLife.get.queryOptions({ communityId }));
}

export function StateBadges({ life }: { readonly life: CommunityLife }) {
  const t = useTranslations("communities.states");
  return (
    <>
      <Badge tone={life.status === "active" ? "success" : "warning"}>{t(life.status)}</Badge>
      {life.frozen && <Badge tone="warning">{t("frozen")}</Badge>}
    </>
  );
}

/** What nobody may overlook: read-only, or soon erased. */
export function StateNote({ life }: { readonly life: CommunityLife }) {
  const t = useTranslations("communities");
  const locale = useLocale();
  if (life.status === "deleted" && life.eraseAt) {
    return <Alert tone="danger" title={t("end.erasedOn", { date: formatDate(locale, life.eraseAt) })} />;
  }
  if (!life.frozen) return null;
  const { since, by, reason } = life.frozen;
  return (
    <Alert
      tone="warning"
      title={t(by ? "frozen.sinceBy" : "frozen.since", { date: formatDate(locale, since), by: by ?? "" })}
      where={reason}
    />
  );
}
