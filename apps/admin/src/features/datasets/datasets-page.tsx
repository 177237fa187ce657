"use client";
import { type DatasetSummary, datasetStatus } from "@archipel/contracts/datasets.ts";
import { formatAgo, formatNumber, unbroken } from "@archipel/i18n/format.ts";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { Select } from "@archipel/ui/select.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Layers, Plus } from "lucide-react";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { useNow } from "../../kit/use-now.ts";
import { links } from "../../links.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { DatasetStatusBadge } from "./dataset-badges.tsx";
import { datasetsQuery } from "./datasets-query.ts";

type StatusFilter = DatasetSummary["status"] | "";

/** The community's datasets: searched by text or status; several can be published or unpublished at once. */
export function DatasetsPage() {
  const t = useTranslations();
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const asked = datasetStatus.safeParse(useSearchParams().get("status"));
  const [typed, setTyped] = useState("");
  const [status, setStatus] = useState<StatusFilter>(asked.data ?? "");
  const q = useDeferredValue(typed.trim());
  const datasets = useInfiniteQuery(datasetsQuery(api, { communityId: community.id, ...(q && { q }), ...(status && { status }) }));
  const rows = datasets.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = q !== "" || status !== "";
  const roleReason = useRoleReason();
  const reason = roleReason("contributor");
  return (
    <>
      <PageHeader
        title={t("admin.nav.datasets")}
        lead={t("admin.datasets.lead")}
        actions={
          <Button tone="primary" onClick={() => router.push(links.uploads(community.slug))} {...(reason && { disabledReason: reason })}>
            <Plus aria-hidden className="size-4" />
            {t("admin.uploads.add")}
          </Button>
        }
      />
      <search className="flex flex-wrap gap-3">
        <Field label={t("admin.datasets.search")} isLabelHidden className="min-w-0 flex-1 basis-56 sm:max-w-80">
          {(control) => (
            <TextInput
              {...control}
              type="search"
              placeholder={t("admin.datasets.search")}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("admin.datasets.statusFilter")} isLabelHidden className="basis-44">
          {(control) => (
            <Select
              {...control}
              value={status}
              options={[
                { value: "", label: t("admin.datasets.anyStatus") },
                ...datasetStatus.options.map((value) => ({ value, label: t(`admin.datasets.status.${value}`) })),
              ]}
              onChange={(event) => setStatus(datasetStatus.safeParse(event.target.value).data ?? "")}
            />
          )}
        </Field>
      </search>
      <QueryView query={datasets}>
        {() => {
          if (rows.length === 0 && !isFiltered) return <NoDatasets />;
          if (rows.length === 0) {
            return (
              <p className="text-ink-muted">
                {t("admin.datasets.noMatch")}{" "}
                <Button
                  tone="quiet"
                  onClick={() => {
                    setTyped("");
                    setStatus("");
                  }}
                >
                  {t("admin.datasets.showAll")}
                </Button>
              </p>
            );
          }
          return (
            <>
              <DatasetsTable datasets={rows} />
              {datasets.hasNextPage && (
                <Button className="self-center" disabled={datasets.isFetchingNextPage} onClick={() => datasets.fetchNextPage()}>
                  {t("common.actions.showMore")}
                </Button>
              )}
            </>
          );
        }}
      </QueryView>
    </>
  );
}

function NoDatasets() {
  const t = useTranslations("admin");
  const community = useCommunity();
  return (
    <EmptyState
      icon={<Layers aria-hidden className="size-8" />}
      title={t("datasets.empty")}
      action={
        <Link href={links.uploads(community.slug)} className={buttonClass({ tone: "primary" })}>
          {t("uploads.add")}
        </Link>
      }
    >
      {t("datasets.emptyText")}
    </EmptyState>
  );
}

function DatasetsTable({ datasets }: { readonly datasets: readonly DatasetSummary[] }) {
  const t = useTranslations("admin.datasets");
  const tr = useTranslations("admin.record");
  const tc = useTranslations("common");
  const locale = useLocale();
  const community = useCommunity();
  const canChoose = hasRole(community, "manager");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const now = useNow();
  const toggle = (id: string, isOn: boolean) => {
    const next = new Set(chosen);
    if (isOn) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const visible = datasets.filter(({ id }) => chosen.has(id));
  const choice: Column<DatasetSummary> = {
    key: "choose",
    header: (
      <input
        type="checkbox"
        className="mt-0.5 size-5"
        aria-label={t("chooseAll")}
        ref={(box) => {
          if (box) box.indeterminate = visible.length > 0 && visible.length < datasets.length;
        }}
        checked={visible.length === datasets.length}
        onChange={(event) => setChosen(new Set(event.target.checked ? datasets.map(({ id }) => id) : []))}
      />
    ),
    cell: (dataset) => (
      <input
        ref={hearEarly}
        type="checkbox"
        className="mt-0.5 size-5"
        aria-label={t("choose", { title: dataset.title })}
        checked={chosen.has(dataset.id)}
        onChange={(event) => toggle(dataset.id, event.target.checked)}
      />
    ),
  };
  // A person who may not change datasets gets no checkboxes.
  const columns: Column<DatasetSummary>[] = [
    ...(canChoose ? [choice] : []),
    {
      key: "title",
      header: t("columns.title"),
      isRowHeader: true,
      cell: (dataset) => (
        <span className="block min-w-36">
          <Link href={links.dataset(community.slug, dataset.id)} className="text-accent-ink underline-offset-2 hover:underline">
            {unbroken(dataset.title)}
          </Link>
          {dataset.isSynthetic && <span className="block font-normal text-ink-muted text-small">{tc("states.synthetic")}</span>}
        </span>
      ),
    },
    { key: "status", header: t("columns.status"), cell: (dataset) => <DatasetStatusBadge status={dataset.status} /> },
    { key: "topic", header: t("columns.topic"), isWideOnly: true, cell: (dataset) => tc(`topics.${dataset.topic}`) },
    {
      key: "access",
      header: t("columns.access"),
      isWideOnly: true,
      cell: (dataset) => (
        <span className="whitespace-nowrap">
          {tr(`visibilities.${dataset.visibility}`)}
          {dataset.isShared && <span className="block text-ink-muted text-small">{t("shared")}</span>}
        </span>
      ),
    },
    { key: "layers", header: t("columns.layers"), isNumeric: true, isWideOnly: true, cell: (dataset) => dataset.layerCount },
    {
      key: "features",
      header: t("columns.features"),
      isNumeric: true,
      isWideOnly: true,
      cell: (dataset) => formatNumber(locale, dataset.featureCount),
    },
    {
      key: "updated",
      header: t("columns.updated"),
      isWideOnly: true,
      cell: (dataset) => (
        <span suppressHydrationWarning className="whitespace-nowrap">
          {formatAgo(locale, dataset.updatedAt, now)}
        </span>
      ),
    },
  ];
  return (
    <>
      {visible.length > 0 && <BulkBar chosen={visible} onDone={(left) => setChosen(new Set(left))} />}
      <Table caption={t("caption")} isCaptionHidden columns={columns} rows={datasets} rowKey={({ id }) => id} />
    </>
  );
}
