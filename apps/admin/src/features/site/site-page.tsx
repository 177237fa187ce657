"use client";
import { Tabs } from "@archipel/ui/tabs.tsx";
import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { AlertsTab } from "./alerts/alerts-tab.tsx";
import { LegalTab } from "./legal/legal-tab.tsx";
import { LegalWarning } from "./legal/legal-warning.tsx";
import { NavigationTab } from "./navigation/navigation-tab.tsx";
import { NewsTab } from "./news/news-tab.tsx";
import { PagesTab } from "./pages/pages-tab.tsx";
import { RedirectsTab } from "./redirects/redirects-tab.tsx";

const TABS = {
  pages: PagesTab,
  news: NewsTab,
  alerts: AlertsTab,
  navigation: NavigationTab,
  redirects: RedirectsTab,
  legal: LegalTab,
} as const;
type TabName = keyof typeof TABS;
const NAMES = Object.keys(TABS) as TabName[];

/** What a community writes around its data: pages, news, alerts, menus, redirects, legal pages. */
export function SitePage({ portalId }: { readonly portalId: string }) {
  const t = useTranslations("site-editor.site");
  const tn = useTranslations("admin.nav");
  const tMore = useTranslations("common.tabs");
  const api = useApi();
  const router = useRouter();
  const community = useCommunity();
  const asked = useSearchParams().get("tab");
  const tab = NAMES.find((name) => name === asked) ?? "pages";
  const portal = useQuery(api.portals.get.queryOptions({ communityId: community.id, portalId }));
  return (
    <QueryView query={portal} rows={6} back={{ label: tn("portals"), href: links.portals(community.slug) }}>
      {({ name }) => (
        <>
          <PageHeader
            title={t("title")}
            lead={t("lead")}
            parents={[
              { label: tn("portals"), href: links.portals(community.slug) },
              { label: name, href: links.portal(community.slug, portalId) },
            ]}
          />
          {tab !== "legal" && <LegalWarning portalId={portalId} />}
          <Tabs
            label={t("tabs")}
            moreLabel={tMore("more")}
            value={tab}
            onValueChange={(next) => router.replace(links.site(community.slug, portalId, next === "pages" ? "" : next), { scroll: false })}
            tabs={NAMES.map((one) => {
              const Content = TABS[one];
              return { value: one, label: t(one), content: <Content portalId={portalId} />, isKept: true };
            })}
          />
        </>
      )}
    </QueryView>
  );
}
