"use client";
import type { Upload } from "@archipel/contracts/uploads.ts";
import { formatAgo, formatBytes } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { PageHeader } from "../../../kit/page-header.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { useNow } from "../../../kit/use-now.ts";
import { links } from "../../../links.ts";
import { DropArea } from "./drop-area.tsx";
import { isAtWork, UploadStatusBadge } from "./upload-status.tsx";

/** The uploads of the community: new, being checked, or waiting for a decision. */
export function UploadsPage() {
  const t = useTranslations();
  const api = useApi();
  const community = useCommunity();
  const uploads = useInfiniteQuery(
    api.uploads.list.infiniteQueryOptions(
      { communityId: community.id },
      {
        getNextPageParam: (page) => page.nextCursor,
        refetchInterval: (query) =>
          query.state.data?.pages.some((page) => page.items.some(({ status }) => isAtWork(status))) ? 2000 : false,
      },
    ),
  );
  return (
    <>
      <PageHeader title={t("admin.nav.uploads")} lead={t("admin.uploads.lead")} />
      <DropArea />
      <QueryView query={uploads}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          if (rows.length === 0) return <NoUploads />;
          return (
            <>
              <UploadsTable uploads={rows} />
              {uploads.hasNextPage && (
                <Button className="self-center" disabled={uploads.isFetchingNextPage} onClick={() => uploads.fetchNextPage()}>
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

function NoUploads() {
  const t = useTranslations("admin.uploads");
  const community = useCommunity();
  return (
    <EmptyState
      icon={<Inbox aria-hidden className="size-8" />}
      title={t("empty")}
      action={
        <Link href={links.datasets(community.slug)} className="text-accent-ink underline underline-offset-2">
          {t("emptyAction")}
        </Link>
      }
    >
      {t("emptyText")}
    </EmptyState>
  );
}

function UploadsTable({ uploads }: { readonly uploads: readonly Upload[] }) {
  const t = useTranslations("admin.uploads");
  const locale = useLocale();
  const community = useCommunity();
  const now = useNow();
  const columns: Column<Upload>[] = [
    {
      key: "file",
      header: t("columns.file"),
      isRowHeader: true,
      cell: (upload) => (
        <Link href={links.upload(community.slug, upload.id)} className="break-all text-accent-ink underline-offset-2 hover:underline">
          {upload.fileName}
        </Link>
      ),
    },
    { key: "status", header: t("columns.status"), cell: (upload) => <UploadStatusBadge upload={upload} /> },
    { key: "report", header: t("columns.report"), cell: (upload) => <FindingCount upload={upload} /> },
    { key: "layers", header: t("columns.layers"), isNumeric: true, isWideOnly: true, cell: (upload) => upload.layers.length || "—" },
    {
      key: "size",
      header: t("columns.size"),
      isNumeric: true,
      isWideOnly: true,
      cell: (upload) => <span className="whitespace-nowrap">{formatBytes(locale, upload.size)}</span>,
    },
    { key: "by", header: t("columns.by"), isWideOnly: true, cell: (upload) => upload.createdByName },
    {
      key: "when",
      header: t("columns.when"),
      isWideOnly: true,
      cell: (upload) => <span className="whitespace-nowrap">{formatAgo(locale, upload.createdAt, now)}</span>,
    },
  ];
  return <Table caption={t("caption")} isCaptionHidden columns={columns} rows={uploads} rowKey={(upload) => upload.id} />;
}

function FindingCount({ upload }: { readonly upload: Upload }) {
  const t = useTranslations("admin.uploads");
  const errors = upload.layers.reduce((sum, layer) => sum + layer.errorCount, 0);
  const warnings = upload.layers.reduce((sum, layer) => sum + layer.warningCount, 0);
  if (upload.layers.length === 0) return "—";
  if (errors + warnings === 0) return <span className="text-success">{t("clean")}</span>;
  return (
    <span className="whitespace-nowrap">
      {errors > 0 && <span className="text-danger">{t("errorCount", { count: errors })}</span>}
      {errors > 0 && warnings > 0 && " · "}
      {warnings > 0 && <span className="text-warning">{t("warningCount", { count: warnings })}</span>}
    </span>
  );
}
