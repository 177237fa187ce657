"use client";
import type { CommunitySummary } from "@archipel/contracts/communities.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useMe } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { useAsked } from "../../kit/use-asked.ts";
import { links } from "../../links.ts";
import { PlatformJournal } from "../audit/platform-journal.tsx";
import { CreateCommunityDialog } from "./create-community-dialog.tsx";
import { PeopleSection } from "./people-section.tsx";

/** The platform's communities, for its operators: counts only, never their content. */
export function PlatformPage() {
  const t = useTranslations("admin");
  const api = useApi();
  const me = useMe();
  const [isCreating, setCreating] = useState(false);
  useAsked("new", () => setCreating(true));
  const communities = useQuery(api.communities.list.queryOptions(undefined, { enabled: me.isOperator }));
  if (!me.isOperator) {
    return (
      <>
        <h1 className="sr-only">{t("nav.platform")}</h1>
        <EmptyState
          title={t("platform.operatorsOnly")}
          action={
            <Link href={links.home()} className={buttonClass({ tone: "primary" })}>
              {t("gate.back")}
            </Link>
          }
        />
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={t("nav.platform")}
        lead={t("platform.lead")}
        actions={
          <Button tone="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden className="size-4" />
            {t("platform.create")}
          </Button>
        }
      />
      <QueryView query={communities}>{(all) => <CommunitiesTable communities={all} />}</QueryView>
      <PeopleSection />
      <PlatformJournal />
      <CreateCommunityDialog open={isCreating} onOpenChange={setCreating} />
    </>
  );
}

function CommunitiesTable({ communities }: { readonly communities: readonly CommunitySummary[] }) {
  const t = useTranslations("admin.platform");
  const locale = useLocale();
  const [asked, setAsked] = useState<CommunitySummary | null>(null);
  const count = (key: string, read: (community: CommunitySummary) => number): Column<CommunitySummary> => ({
    key,
    header: t(`columns.${key}` as never),
    isNumeric: true,
    isWideOnly: true,
    cell: (community) => formatNumber(locale, read(community)),
  });
  const columns: Column<CommunitySummary>[] = [
    {
      key: "name",
      header: t("columns.name"),
      isRowHeader: true,
      cell: ({ name, slug }) => (
        <>
          {name}
          <span className="figures block font-normal text-ink-muted text-small">{slug}</span>
        </>
      ),
    },
    {
      key: "status",
      header: t("columns.status"),
      cell: ({ status }) => <Badge tone={status === "active" ? "success" : "warning"}>{t(`status.${status}`)}</Badge>,
    },
    count("members", ({ memberCount }) => memberCount),
    count("portals", ({ portalCount }) => portalCount),
    count("datasets", ({ datasetCount }) => datasetCount),
    { key: "since", header: t("columns.since"), isWideOnly: true, cell: ({ createdAt }) => formatDate(locale, createdAt, "medium") },
    {
      key: "act",
      header: <span className="sr-only">{t("columns.act")}</span>,
      cell: (community) => (
        <Button onClick={() => setAsked(community)}>
          {t(community.status === "active" ? "suspend" : "restore")}
          <span className="sr-only"> {community.name}</span>
        </Button>
      ),
    },
  ];
  return (
    <>
      <Table caption={t("caption")} isCaptionHidden columns={columns} rows={communities} rowKey={({ id }) => id} />
      <StatusDialog community={asked} onClose={() => setAsked(null)} />
    </>
  );
}

function StatusDialog({ community, onClose }: { readonly community: CommunitySummary | null; readonly onClose: () => void }) {
  const t = useTranslations("admin.platform");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const setStatus = useMutation(
    api.communities.setStatus.mutationOptions({
      onSuccess: () => {
        onClose();
        return queryClient.invalidateQueries(api.communities.pathFilter());
      },
    }),
  );
  const isActive = community?.status === "active";
  const name = community?.name ?? "";
  return (
    <ConfirmDialog
      title={t(isActive ? "suspendTitle" : "restoreTitle", { name })}
      actionLabel={t(isActive ? "suspend" : "restore")}
      isDanger={isActive}
      open={community !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isPending={setStatus.isPending}
      error={setStatus.error ? errorText(setStatus.error) : undefined}
      onConfirm={() => community && setStatus.mutate({ id: community.id, status: isActive ? "suspended" : "active" })}
    >
      <p>{t(isActive ? "suspendText" : "restoreText")}</p>
    </ConfirmDialog>
  );
}
