"use client";
import type { KeyService, KeyUseDay } from "@archipel/contracts/access.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { Table } from "@archipel/ui/table.tsx";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

const SERVICES = ["tiles", "features", "downloads", "uploads", "api"] as const satisfies readonly KeyService[];
const WIDTH = 480;
const HEIGHT = 140;
const BASE = 120;

interface KeyUsesProps {
  readonly keyId: string;
  readonly name: string;
  readonly load: () => Promise<readonly KeyUseDay[]>;
  readonly failure: (error: unknown) => ReactNode;
  readonly onClose: () => void;
}

/** Calls of a key on each of the last days: a chart, and the same figures as a table. */
export function KeyUses({ keyId, name, load, failure, onClose }: KeyUsesProps) {
  const t = useTranslations("access.uses");
  const ta = useTranslations("common.actions");
  const uses = useQuery({ queryKey: ["keys", "uses", keyId], queryFn: load });
  const total = uses.data?.reduce((sum, { calls }) => sum + calls, 0) ?? 0;
  return (
    <Dialog open title={t("title", { name })} closeLabel={ta("close")} onOpenChange={(isOpen) => !isOpen && onClose()}>
      {uses.isPending && <Skeleton className="h-40" />}
      {uses.error && failure(uses.error)}
      {uses.data && (total === 0 ? <p className="text-ink-muted">{t("none")}</p> : <Chart days={uses.data} total={total} />)}
    </Dialog>
  );
}

function Chart({ days, total }: { readonly days: readonly KeyUseDay[]; readonly total: number }) {
  const t = useTranslations("access.uses");
  const locale = useLocale();
  const top = days.reduce((best, day) => (day.calls > best.calls ? day : best), days[0] ?? { day: "", calls: 0, services: {} });
  const [first = top, last = top] = [days[0], days.at(-1)];
  const step = WIDTH / days.length;
  const label = t("chart", {
    ...{ from: formatDate(locale, first.day), to: formatDate(locale, last.day) },
    ...{ most: formatNumber(locale, top.calls), day: formatDate(locale, top.day) },
  });
  return (
    <figure>
      <p className="mb-2 font-medium">{t("total", { count: total })}</p>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className="w-full text-ink-muted">
        <line x1="0" x2={WIDTH} y1={BASE} y2={BASE} className="stroke-line" />
        {days.map(({ day, calls }, index) => {
          const height = (BASE - 8) * (calls / top.calls);
          return (
            <rect key={day} x={index * step + step * 0.15} y={BASE - height} width={step * 0.7} height={height} className="fill-accent">
              <title>{`${formatDate(locale, day)} : ${formatNumber(locale, calls)}`}</title>
            </rect>
          );
        })}
        <text x="0" y={HEIGHT - 4} fontSize="12" fill="currentColor">
          {formatDate(locale, first.day, "medium")}
        </text>
        <text x={WIDTH} y={HEIGHT - 4} fontSize="12" fill="currentColor" textAnchor="end">
          {formatDate(locale, last.day, "medium")}
        </text>
      </svg>
      <details className="mt-3">
        <summary className="cursor-pointer text-accent-ink">{t("asTable")}</summary>
        <div className="mt-3 max-h-72 overflow-auto">
          <DayTable days={days} />
        </div>
      </details>
    </figure>
  );
}

function DayTable({ days }: { readonly days: readonly KeyUseDay[] }) {
  const t = useTranslations("access");
  const locale = useLocale();
  const used = SERVICES.filter((service) => days.some(({ services }) => services[service]));
  return (
    <Table
      caption={t("uses.asTable")}
      isCaptionHidden
      rows={days.toReversed()}
      rowKey={({ day }) => day}
      columns={[
        { key: "day", header: t("uses.day"), cell: ({ day }) => formatDate(locale, day), isRowHeader: true },
        { key: "calls", header: t("uses.calls"), cell: ({ calls }) => formatNumber(locale, calls), isNumeric: true },
        ...used.map((service) => ({
          key: service,
          header: t(`limits.service.${service}`),
          cell: ({ services }: KeyUseDay) => formatNumber(locale, services[service] ?? 0),
          isNumeric: true as const,
        })),
      ]}
    />
  );
}
