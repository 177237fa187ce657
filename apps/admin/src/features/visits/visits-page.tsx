"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import { VISIT_KINDS, type VisitKind, type VisitReport } from "@archipel/contracts/visits.ts";
import { formatNumber, formatShare } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { LinkButton } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { Table } from "@archipel/ui/table.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { CsvButton } from "./csv-button.tsx";
import { keyText } from "./key-text.ts";
import { change, lastDays, PERIODS, type Period, totals } from "./periods.ts";
import { VisitChart } from "./visit-chart.tsx";

/** How often a portal is visited: figures, days, pages, and where visitors come from. */
export function VisitsPage({ portalId }: { readonly portalId: string }) {
  const t = useTranslations();
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const portal = useQuery(api.portals.get.queryOptions({ communityId, portalId }));
  return (
    <QueryView query={portal} rows={6} back={{ label: t("admin.nav.portals"), href: links.portals(slug) }}>
      {(data) => (
        <>
          <PageHeader
            title={t("visits.title")}
            lead={t("visits.lead")}
            parents={[
              { label: t("admin.nav.portals"), href: links.portals(slug) },
              { label: data.name, href: links.portal(slug, portalId) },
            ]}
          />
          <Report portal={data} />
        </>
      )}
    </QueryView>
  );
}

function Report({ portal }: { readonly portal: Portal }) {
  const t = useTranslations("visits");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const [period, setPeriod] = useState<Period>("30");
  const [opened] = useState(() => new Date());
  const asked = { communityId, portalId: portal.id, ...lastDays(period, opened) };
  const report = useQuery(api.visits.report.queryOptions(asked, { placeholderData: (last) => last }));
  return (
    <QueryView query={report} rows={6}>
      {(data) => (
        <div className="flex flex-col gap-8">
          <div className="flex flex-wrap items-end justify-between gap-4">
            <div className="flex flex-col gap-1">
              <label htmlFor="period" className="text-small">
                {t("period")}
              </label>
              <Select
                id="period"
                value={period}
                onChange={({ target }) => setPeriod(PERIODS.find((one) => one === target.value) ?? "30")}
                options={PERIODS.map((value) => ({ value, label: t(`periods.${value}`) }))}
              />
            </div>
            <CsvButton report={data} portal={portal} />
          </div>
          {!data.isCounting && <Alert tone="warning" title={t("off")} />}
          {totals(data).views === 0 ? (
            <EmptyState
              title={t("empty")}
              action={
                <LinkButton href={portal.address} target="_blank" rel="noreferrer">
                  {t("open")}
                </LinkButton>
              }
            >
              {t("emptyText")}
            </EmptyState>
          ) : (
            <Figures report={data} />
          )}
          <Counting portal={portal} isCounting={data.isCounting} />
        </div>
      )}
    </QueryView>
  );
}

function Figures({ report }: { readonly report: VisitReport }) {
  const t = useTranslations("visits");
  const locale = useLocale();
  const { views, visitors } = totals(report);
  const days = report.days.length;
  const since = (now: number, before: number) => {
    const { is, share } = change(now, before);
    return t(`before.${is}`, { share: formatShare(locale, share), days });
  };
  const figures = [
    { label: t("views"), value: views, note: since(views, report.before.views) },
    { label: t("visitors"), value: visitors, note: since(visitors, report.before.visitors), hint: t("visitorsHint") },
    { label: t("perDay"), value: Math.round(views / days) },
  ];
  return (
    <>
      <dl className="grid gap-4 sm:grid-cols-3">
        {figures.map(({ label, value, note, hint }) => (
          <div key={label} className="flex flex-col gap-1 rounded-card border border-line bg-surface p-4">
            <dt className="text-ink-muted">{label}</dt>
            <dd className="figures text-headline">{formatNumber(locale, value)}</dd>
            {note && <dd className="text-ink-muted text-small">{note}</dd>}
            {hint && <dd className="text-ink-muted text-small">{hint}</dd>}
          </div>
        ))}
      </dl>
      <VisitChart days={report.days} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        {VISIT_KINDS.map((kind) => (
          <Counts key={kind} kind={kind} counts={report.counts[kind]} />
        ))}
      </div>
    </>
  );
}

function Counts({ kind, counts }: { readonly kind: VisitKind; readonly counts: VisitReport["counts"][VisitKind] }) {
  const t = useTranslations("visits");
  const locale = useLocale();
  return (
    <section aria-label={t(`kinds.${kind}`)}>
      <Table
        caption={t(`kinds.${kind}`)}
        rows={counts}
        rowKey={({ key }) => key}
        columns={[
          {
            key: "key",
            header: t(`kinds.${kind}`),
            cell: (count) => <span className="wrap-anywhere">{keyText(t, kind, count)}</span>,
            isRowHeader: true,
          },
          { key: "views", header: t("count"), cell: ({ views }) => formatNumber(locale, views), isNumeric: true },
        ]}
      />
    </section>
  );
}

function Counting({ portal, isCounting }: { readonly portal: Portal; readonly isCounting: boolean }) {
  const t = useTranslations("visits");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const set = useMutation(
    api.visits.setCounting.mutationOptions({ onSettled: () => queryClient.invalidateQueries(api.visits.pathFilter()) }),
  );
  return (
    <div className="flex flex-col gap-2 border-line border-t pt-6">
      <Switch
        label={t("counting")}
        checked={set.isPending ? set.variables.isCounting : isCounting}
        onCheckedChange={(checked) => set.mutate({ communityId, portalId: portal.id, isCounting: checked })}
      />
      <p className="max-w-prose text-ink-muted">{t("countingHint")}</p>
      {set.error && <Alert tone="danger" title={errorText(set.error)} isLive />}
    </div>
  );
}
