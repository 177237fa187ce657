"use client";
import type { AlertSummary, KeptAlerts } from "@archipel/contracts/alerts.ts";
import { formatAgo, formatDateTime } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BellOff, CircleCheck, Plus, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { useNow } from "../../../kit/use-now.ts";
import { links } from "../../../links.ts";
import { useTitle } from "../things/use-title.ts";
import { LevelBadge } from "./level-badge.tsx";

/** The alerts of a portal. Until its managers keep them, no page of the portal speaks of alerts. */
export function AlertsTab({ portalId }: { readonly portalId: string }) {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const kept = useQuery(api.alerts.kept.queryOptions({ communityId, portalId }));
  return (
    <QueryView query={kept}>
      {(alerts) => (alerts.isKept ? <AlertLists portalId={portalId} kept={alerts} /> : <NotKept portalId={portalId} />)}
    </QueryView>
  );
}

function useKeep() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation(api.alerts.keep.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.alerts.pathFilter()) }));
}

function NotKept({ portalId }: { readonly portalId: string }) {
  const t = useTranslations("alerts.console");
  const { id: communityId } = useCommunity();
  const keep = useKeep();
  return (
    <>
      <EmptyState
        icon={<BellOff aria-hidden className="size-10" />}
        title={t("offTitle")}
        action={
          <Button tone="primary" disabled={keep.isPending} onClick={() => keep.mutate({ communityId, portalId, isKept: true })}>
            {t("begin")}
          </Button>
        }
      >
        {t("offText")}
      </EmptyState>
      {keep.error && <FailureAlert error={keep.error} />}
    </>
  );
}

function AlertLists({ portalId, kept }: { readonly portalId: string; readonly kept: KeptAlerts }) {
  const t = useTranslations("alerts.console");
  const api = useApi();
  const router = useRouter();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const create = useMutation(
    api.alerts.create.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries(api.alerts.pathFilter());
        router.push(links.siteAlert(community.slug, portalId, id));
      },
    }),
  );
  const lists = {
    open: kept.alerts.filter(({ state }) => state === "in-force" || state === "planned"),
    drafts: kept.alerts.filter(({ state }) => state === "draft"),
    past: kept.alerts.filter(({ state }) => state === "ended" || state === "cancelled"),
  };
  const add = (
    <Button tone="primary" disabled={create.isPending} onClick={() => create.mutate({ communityId: community.id, portalId })}>
      <Plus aria-hidden className="size-4" />
      {t("new")}
    </Button>
  );
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Check portalId={portalId} kept={kept} />
        {kept.alerts.length > 0 && add}
      </div>
      {create.error && <FailureAlert error={create.error} />}
      {kept.alerts.length === 0 && (
        <EmptyState icon={<TriangleAlert aria-hidden className="size-10" />} title={t("none")} action={add}>
          {t("noneText")}
        </EmptyState>
      )}
      {(["open", "drafts", "past"] as const).map(
        (name) =>
          lists[name].length > 0 && (
            <section key={name} aria-labelledby={`alerts-${name}`}>
              <h2 id={`alerts-${name}`} className="mb-2 text-large">
                {t(`lists.${name}`)}
              </h2>
              <ul className="divide-y divide-line rounded-card border border-line bg-surface">
                {lists[name].map((alert) => (
                  <AlertRow key={alert.id} portalId={portalId} alert={alert} />
                ))}
              </ul>
            </section>
          ),
      )}
      <StopKeeping portalId={portalId} isOpen={lists.open.length > 0} />
    </div>
  );
}

/** When the community last said that what the portal shows is right, and a button to say so now. */
function Check({ portalId, kept }: { readonly portalId: string; readonly kept: KeptAlerts }) {
  const t = useTranslations("alerts.console");
  const locale = useLocale();
  const api = useApi();
  const queryClient = useQueryClient();
  const { id: communityId } = useCommunity();
  const check = useMutation(api.alerts.check.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.alerts.pathFilter()) }));
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {kept.checkedAt && <span className="figures">{t("checked", { date: formatDateTime(locale, kept.checkedAt) })}</span>}
        <Button disabled={check.isPending} onClick={() => check.mutate({ communityId, portalId })}>
          <CircleCheck aria-hidden className="size-4" />
          {t("check")}
        </Button>
        <span role="status" className="text-ink-muted text-small">
          {check.isSuccess && t("checkedDone")}
        </span>
      </div>
      <p className="text-ink-muted text-small">{t("followers", { count: kept.followers })}</p>
      {check.error && <FailureAlert error={check.error} />}
    </div>
  );
}

const STATE_TONES = { draft: "neutral", planned: "info", "in-force": "warning", ended: "neutral", cancelled: "neutral" } as const;

function AlertRow({ portalId, alert }: { readonly portalId: string; readonly alert: AlertSummary }) {
  const t = useTranslations("alerts");
  const locale = useLocale();
  const now = useNow();
  const titleOf = useTitle();
  const community = useCommunity();
  const title = titleOf(alert.title) || t("console.untitled");
  const href = links.siteAlert(community.slug, portalId, alert.id);
  const when = formatAgo(locale, alert.updatedAt, now);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-4">
      <span className="min-w-0 flex-1 basis-72">
        <span className="flex flex-wrap items-center gap-2">
          <Link
            href={href}
            className="inline-flex min-h-6 items-center break-words font-medium text-ink underline-offset-2 hover:underline"
          >
            {title}
          </Link>
          <LevelBadge level={alert.level} />
          <Badge tone={STATE_TONES[alert.state]}>{t(`states.${alert.state}`)}</Badge>
          {alert.hasChanges && <Badge tone="warning">{t("console.changes")}</Badge>}
        </span>
        <span className="block text-ink-muted text-small">
          {alert.startsAt && (
            <>
              <span className="figures">
                {alert.endsAt
                  ? t("period.between", { from: formatDateTime(locale, alert.startsAt), until: formatDateTime(locale, alert.endsAt) })
                  : t("period.from", { from: formatDateTime(locale, alert.startsAt) })}
              </span>
              {" · "}
            </>
          )}
          {alert.updatedBy ? t("console.changedBy", { when, who: alert.updatedBy }) : t("console.changed", { when })}
        </span>
      </span>
      <LinkButton href={href}>
        {t("console.edit")}
        <span className="sr-only"> {title}</span>
      </LinkButton>
    </li>
  );
}

function StopKeeping({ portalId, isOpen }: { readonly portalId: string; readonly isOpen: boolean }) {
  const t = useTranslations("alerts.console");
  const errorText = useErrorText();
  const { id: communityId } = useCommunity();
  const keep = useKeep();
  const [isAsked, setAsked] = useState(false);
  return (
    <div>
      <Button tone="quiet" onClick={() => setAsked(true)} reasonAlign="start" {...(isOpen && { disabledReason: t("stopBlocked") })}>
        {t("stop")}
      </Button>
      <ConfirmDialog
        title={t("stopTitle")}
        actionLabel={t("stop")}
        open={isAsked}
        onOpenChange={setAsked}
        isPending={keep.isPending}
        error={keep.error ? errorText(keep.error) : undefined}
        onConfirm={() => keep.mutate({ communityId, portalId, isKept: false })}
      >
        <p>{t("stopText")}</p>
      </ConfirmDialog>
    </div>
  );
}
