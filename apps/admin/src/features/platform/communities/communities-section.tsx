"use client";
import type { CommunityUsage } from "@archipel/contracts/usage.ts";
import { formatBytes, formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Menu, type MenuEntry } from "@archipel/ui/menu.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { EllipsisVertical } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useMe } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { QuotaDialog } from "./quota-dialog.tsx";
import { StatusDialog } from "./status-dialog.tsx";

/** The communities of the platform with what they use, and what an operator can do about each. */
export function CommunitiesSection() {
  const t = useTranslations("usage.communities");
  const communities = useQuery(useApi().usage.communities.queryOptions());
  return (
    <section aria-labelledby="communities-title" className="flex flex-col gap-4">
      <h2 id="communities-title" className="text-title">
        {t("title")}
      </h2>
      <QueryView query={communities}>{(all) => <CommunitiesTable communities={all} />}</QueryView>
    </section>
  );
}

type Act = "status" | "quota";

function CommunitiesTable({ communities }: { readonly communities: readonly CommunityUsage[] }) {
  const t = useTranslations("admin.platform");
  const tu = useTranslations("usage.communities");
  const locale = useLocale();
  const [asked, setAsked] = useState<{ community: CommunityUsage; act: Act } | null>(null);
  const close = () => setAsked(null);
  const count = (key: "members" | "portals" | "datasets", read: (community: CommunityUsage) => number): Column<CommunityUsage> => ({
    key,
    header: t(`columns.${key}`),
    isNumeric: true,
    isWideOnly: true,
    cell: (community) => formatNumber(locale, read(community)),
  });
  const columns: Column<CommunityUsage>[] = [
    {
      key: "name",
      header: t("columns.name"),
      isRowHeader: true,
      cell: (community) => <Named community={community} />,
    },
    {
      key: "status",
      header: t("columns.status"),
      cell: ({ status }) => <Badge tone={status === "active" ? "success" : "warning"}>{t(`status.${status}`)}</Badge>,
    },
    count("members", ({ memberCount }) => memberCount),
    count("portals", ({ portalCount }) => portalCount),
    count("datasets", ({ datasetCount }) => datasetCount),
    { key: "storage", header: tu("storage"), isWideOnly: true, cell: (community) => <Storage community={community} /> },
    {
      key: "since",
      header: t("columns.since"),
      isWideOnly: true,
      cell: ({ createdAt }) => <span className="whitespace-nowrap">{formatDate(locale, createdAt, "medium")}</span>,
    },
    {
      key: "act",
      header: <span className="sr-only">{t("columns.act")}</span>,
      cell: (community) => <Acts community={community} onAct={(act) => setAsked({ community, act })} />,
    },
  ];
  return (
    <>
      <Table caption={t("caption")} isCaptionHidden columns={columns} rows={communities} rowKey={({ id }) => id} />
      {asked?.act === "status" && <StatusDialog community={asked.community} onClose={close} />}
      {asked?.act === "quota" && <QuotaDialog community={asked.community} onClose={close} />}
    </>
  );
}

function Named({ community: { name, slug, statusReason, invitation } }: { readonly community: CommunityUsage }) {
  const t = useTranslations("usage.communities");
  const hint = "block font-normal text-ink-muted text-small";
  return (
    <>
      {name}
      <span className={`figures ${hint}`}>{slug}</span>
      {statusReason && <span className={hint}>{t("suspendedFor", { reason: statusReason })}</span>}
      {invitation && (
        <span className={`break-words ${hint}`}>
          {t(invitation.expiresAt > new Date() ? "waiting" : "expired", { email: invitation.email })}
        </span>
      )}
    </>
  );
}

function Storage({ community: { storedBytes, quotaBytes } }: { readonly community: CommunityUsage }) {
  const t = useTranslations("usage.communities");
  const locale = useLocale();
  const stored = formatBytes(locale, storedBytes);
  if (quotaBytes === null) return <span className="whitespace-nowrap">{t("noQuota", { stored })}</span>;
  const share = quotaBytes === 0 ? 1 : Math.min(1, storedBytes / quotaBytes);
  return (
    <span className="block min-w-36 whitespace-nowrap">
      {t("of", { stored, quota: formatBytes(locale, quotaBytes) })}
      <span aria-hidden className="mt-1 block h-1.5 overflow-hidden rounded-full bg-sunken">
        <span className={`block h-full ${share > 0.9 ? "bg-danger" : "bg-accent"}`} style={{ width: `${100 * share}%` }} />
      </span>
    </span>
  );
}

function Acts({ community, onAct }: { readonly community: CommunityUsage; readonly onAct: (act: Act) => void }) {
  const t = useTranslations("admin.platform");
  const tu = useTranslations("usage.communities");
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const { invitation, status, name, slug, managers } = community;
  const own = useMe().communities.find((one) => one.id === community.id);
  const resend = useMutation(
    api.usage.resendInvitation.mutationOptions({
      onSuccess: () => {
        toasts.add({ title: tu("resent", { email: invitation?.email ?? "" }) });
        return queryClient.invalidateQueries(api.usage.communities.pathFilter());
      },
      onError: (error) => toasts.add({ title: errorText(error), type: "danger" }),
    }),
  );
  const restore = useMutation(
    api.communityLife.restoreAny.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(api.usage.communities.pathFilter()),
      onError: (error) => toasts.add({ title: errorText(error), type: "danger" }),
    }),
  );
  const to = managers.map(({ email }) => email).join(",");
  const entries: MenuEntry[] = [
    ...(own ? [{ kind: "link", label: t("openCommunity"), href: links.community(slug) } as const] : []),
    ...(to ? [{ kind: "link", label: t("writeManagers"), href: `mailto:${to}?subject=${encodeURIComponent(name)}` } as const] : []),
    { kind: "action", label: tu("quota"), onSelect: () => onAct("quota") },
    ...(invitation
      ? [{ kind: "action", label: tu("resend"), onSelect: () => resend.mutate({ invitationId: invitation.id }) } as const]
      : []),
    ...(status === "active" || status === "suspended"
      ? ([
          { kind: "separator" },
          {
            kind: "action",
            label: t(status === "active" ? "suspend" : "restore"),
            isDanger: status === "active",
            onSelect: () => onAct("status"),
          },
        ] as const)
      : []),
    // Its managers restore it too, until it is erased.
    ...(status === "deleted"
      ? [{ kind: "action", label: t("restore"), onSelect: () => restore.mutate({ id: community.id }) } as const]
      : []),
  ];
  return (
    <Menu
      trigger={
        <Button isSquare tone="quiet" aria-label={tu("act", { name })}>
          <EllipsisVertical aria-hidden className="size-5" />
        </Button>
      }
      entries={entries}
    />
  );
}
