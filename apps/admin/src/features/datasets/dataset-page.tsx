"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { formatNumber, unbroken } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Tabs } from "@archipel/ui/tabs.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { RoleGate } from "../../kit/role-gate.tsx";
import { links } from "../../links.ts";
import { AuditList } from "../audit/audit-list.tsx";
import { RightsTab } from "../grants/rights-tab.tsx";
import { ContributionsTab } from "../history/contributions-tab.tsx";
import { QualityTab } from "../quality/quality-tab.tsx";
import { RevisionsTab } from "../revisions/revisions-tab.tsx";
import { AccessForm } from "./access-form.tsx";
import { Attachments } from "./attachments.tsx";
import { DatasetStatusBadge, SyntheticBadge } from "./dataset-badges.tsx";
import { DeleteDataset } from "./delete-dataset.tsx";
import { Downloads } from "./downloads.tsx";
import { LayersTab } from "./layers-tab.tsx";
import { ListedIn } from "./listed-in.tsx";
import { MetadataForm } from "./metadata-form.tsx";
import { TranslationsTab } from "./translations/translations-tab.tsx";

export function DatasetPage({ datasetId }: { readonly datasetId: string }) {
  const t = useTranslations("admin");
  const api = useApi();
  const community = useCommunity();
  const dataset = useQuery(api.datasets.get.queryOptions({ communityId: community.id, datasetId }));
  return (
    <QueryView query={dataset} rows={6} back={{ label: t("nav.datasets"), href: links.datasets(community.slug) }}>
      {(data) => (
        <>
          <DatasetHeader dataset={data} />
          <DatasetTabs dataset={data} />
        </>
      )}
    </QueryView>
  );
}

function DatasetHeader({ dataset }: { readonly dataset: Dataset }) {
  const t = useTranslations("admin");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const roleReason = useRoleReason()("manager");
  const isDraft = dataset.status === "draft";
  const reason =
    roleReason ?? (isDraft && dataset.layers.length + dataset.attachmentCount === 0 ? t("datasets.publishNeedsLayer") : undefined);
  // Layers of points and of heights have tiles in place of features.
  const vectors = dataset.layers.filter(({ kind }) => kind !== "pointcloud" && kind !== "elevation");
  const features = vectors.reduce((sum, { featureCount }) => sum + featureCount, 0);
  const setStatus = useMutation(
    api.datasets.setStatus.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.datasets.pathFilter()) }),
  );
  return (
    <>
      <PageHeader
        title={unbroken(dataset.title)}
        parents={[{ label: t("nav.datasets"), href: links.datasets(community.slug) }]}
        badges={
          <>
            <DatasetStatusBadge status={dataset.status} />
            <SyntheticBadge isSynthetic={dataset.isSynthetic} />
          </>
        }
        lead={
          dataset.layerCount === 0 && dataset.attachmentCount > 0
            ? t("datasets.countFiles", { count: dataset.attachmentCount, shown: formatNumber(locale, dataset.attachmentCount) })
            : vectors.length === 0 && dataset.layerCount > 0
              ? t("datasets.countLayers", { layers: dataset.layerCount })
              : t("datasets.counts", { layers: dataset.layerCount, features, shown: formatNumber(locale, features) })
        }
        actions={
          <Button
            tone={isDraft ? "primary" : "secondary"}
            disabled={setStatus.isPending}
            onClick={() => setStatus.mutate({ communityId: community.id, datasetId: dataset.id, status: isDraft ? "published" : "draft" })}
            {...(reason && { disabledReason: reason })}
          >
            {t(isDraft ? "datasets.publish" : "datasets.unpublish")}
          </Button>
        }
      />
      {setStatus.error && <Alert tone="danger" title={errorText(setStatus.error)} isLive />}
      {isDraft && <EmptyLayers layers={vectors} />}
    </>
  );
}

/** Names the layers that would show nothing, before they are published. */
function EmptyLayers({ layers }: { readonly layers: Dataset["layers"] }) {
  const t = useTranslations("admin.datasets");
  const empty = layers.filter(({ featureCount, bbox }) => featureCount === 0 || bbox === null);
  if (empty.length === 0) return null;
  const names = empty.map(({ title }) => title).join(", ");
  return <Alert tone="warning" title={t("emptyLayers", { count: empty.length, names })} repair={t("emptyLayersRepair")} />;
}

const TABS = [
  "layers",
  "revisions",
  "record",
  "translations",
  "access",
  "rights",
  "contributions",
  "quality",
  "documents",
  "downloads",
  "audit",
] as const;

function DatasetTabs({ dataset }: { readonly dataset: Dataset }) {
  const t = useTranslations("admin.datasets.tabs");
  const tMore = useTranslations("common.tabs");
  const search = useSearchParams();
  const asked = TABS.find((tab) => tab === search.get("tab"));
  const [current, setCurrent] = useState(asked ?? "layers");
  const [followed, setFollowed] = useState(asked);
  // A link to another tab of the dataset that is open.
  if (asked !== followed) {
    setFollowed(asked);
    if (asked) setCurrent(asked);
  }
  const content = {
    layers: <LayersTab dataset={dataset} />,
    revisions: <RevisionsTab dataset={dataset} />,
    record: <MetadataForm dataset={dataset} />,
    translations: <TranslationsTab dataset={dataset} />,
    access: (
      <div className="flex flex-col gap-8">
        <AccessForm dataset={dataset} />
        <ListedIn dataset={dataset} />
        <DeleteDataset dataset={dataset} />
      </div>
    ),
    rights: (
      <RoleGate needs="manager">
        <RightsTab dataset={dataset} />
      </RoleGate>
    ),
    contributions: <ContributionsTab dataset={dataset} />,
    quality: <QualityTab dataset={dataset} />,
    documents: <Attachments dataset={dataset} />,
    downloads: <Downloads dataset={dataset} />,
    audit: (
      <RoleGate needs="manager">
        <AuditList resourceId={dataset.id} />
      </RoleGate>
    ),
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
        label: t(value),
        content: content[value],
        isKept: value !== "audit" && value !== "rights" && value !== "revisions",
      }))}
    />
  );
}
