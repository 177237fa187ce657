"use client";
import { Badge } from "@archipel/ui/badge.tsx";
import { Tabs } from "@archipel/ui/tabs.tsx";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { DraftsTab } from "./drafts-tab.tsx";
import { ExamplesTab } from "./examples/examples-tab.tsx";
import { LayersTab } from "./layers/layers-tab.tsx";
import { RulesTab } from "./rules/rules-tab.tsx";
import { TrialTab } from "./trial/trial-tab.tsx";
import { ValuesTab } from "./values/values-tab.tsx";

const TABS = ["layers", "rules", "drafts", "trial", "values", "examples"] as const;

/** What a portal answers about a place: its layers, its rules, and who publishes their changes. */
export function AnswersPage({ portalId }: { readonly portalId: string }) {
  const t = useTranslations("admin");
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const portal = useQuery(api.portals.get.queryOptions({ communityId, portalId }));
  return (
    <QueryView query={portal} rows={6} back={{ label: t("nav.portals"), href: links.portals(slug) }}>
      {({ name, view }) => (
        <>
          <PageHeader
            title={t("answers.title")}
            lead={t("answers.lead")}
            parents={[
              { label: t("nav.portals"), href: links.portals(slug) },
              { label: name, href: links.portal(slug, portalId) },
            ]}
          />
          <AnswersTabs portalId={portalId} start={view} />
        </>
      )}
    </QueryView>
  );
}

function AnswersTabs({ portalId, start }: { readonly portalId: string; readonly start: { readonly lon: number; readonly lat: number } }) {
  const t = useTranslations("admin.answers.tabs");
  const tMore = useTranslations("common.tabs");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const search = useSearchParams();
  const [current, setCurrent] = useState(TABS.find((tab) => tab === search.get("tab")) ?? "layers");
  const drafts = useQuery(api.answers.drafts.queryOptions({ communityId, portalId })).data ?? [];
  const contents = {
    layers: <LayersTab portalId={portalId} />,
    rules: <RulesTab portalId={portalId} />,
    drafts: <DraftsTab portalId={portalId} />,
    trial: <TrialTab portalId={portalId} start={start} />,
    values: <ValuesTab portalId={portalId} />,
    examples: <ExamplesTab portalId={portalId} />,
  };
  return (
    <Tabs
      label={t("label")}
      moreLabel={tMore("more")}
      value={current}
      onValueChange={(chosen) => {
        setCurrent(TABS.find((tab) => tab === chosen) ?? "layers");
        // The tab is kept in the address without a request to the server.
        window.history.replaceState(null, "", `?tab=${chosen}`);
      }}
      tabs={TABS.map((value) => ({
        value,
        label:
          value === "drafts" && drafts.length > 0 ? (
            <span className="inline-flex items-center gap-2">
              {t(value)} <Badge tone="accent">{drafts.length}</Badge>
            </span>
          ) : (
            t(value)
          ),
        content: contents[value],
      }))}
    />
  );
}
