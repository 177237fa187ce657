"use client";
import type { VisitReport } from "@archipel/contracts/visits.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { Table } from "@archipel/ui/table.tsx";
import { useLocale, useTranslations } from "next-intl";
import { topOf } from "./periods.ts";

const WIDTH = 720;
const HEIGHT = 180;
const LEFT = 44;
const BOTTOM = 24;
const TOP = 8;

type Days = VisitReport["days"];

/** Page views of each day as bars, visitors inside them; the same figures as a table below. */
export function VisitChart({ days }: { readonly days: Days }) {
  const t = useTranslations("visits");
  const locale = useLocale();
  const top = topOf(Math.max(...days.map(({ views }) => views)));
  const step = (WIDTH - LEFT) / days.length;
  const bar = Math.max(step * 0.7, 1);
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
  const most = days.reduce((best, day) => (day.views > best.views ? day : best));
  const [first = most, last = most] = [days[0], days.at(-1)];
  const label = t("chart", {
    from: formatDate(locale, first.day),
    to: formatDate(locale, last.day),
    most: formatNumber(locale, most.views),
    day: formatDate(locale, most.day),
  });
  return (
    <figure className="rounded-card border border-line bg-surface p-4">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className="w-full text-ink-muted">
        {[0, top / 2, top].map((value) => (
          <g key={value}>
            <line x1={LEFT} x2={WIDTH} y1={y(value)} y2={y(value)} className="stroke-line" />
            <text x={LEFT - 8} y={y(value) + 4} textAnchor="end" fontSize="12" fill="currentColor">
              {formatNumber(locale, value)}
            </text>
          </g>
        ))}
        {days.map(({ day, views, visitors }, index) => {
          const x = LEFT + index * step + (step - bar) / 2;
          return (
            <g key={day}>
              <title>{`${formatDate(locale, day)} : ${t("views")} ${views}, ${t("visitors")} ${visitors}`}</title>
              <rect x={x} y={y(views)} width={bar} height={y(0) - y(views)} className="fill-accent" opacity={0.35} />
              <rect x={x} y={y(visitors)} width={bar} height={y(0) - y(visitors)} className="fill-accent" />
            </g>
          );
        })}
        {[first, last].map(({ day }, index) => (
          <text
            key={day}
            x={index === 0 ? LEFT : WIDTH}
            y={HEIGHT - 6}
            textAnchor={index === 0 ? "start" : "end"}
            fontSize="12"
            fill="currentColor"
          >
            {formatDate(locale, day, "medium")}
          </text>
        ))}
      </svg>
      <figcaption className="mt-2 flex flex-wrap gap-x-6 gap-y-1 text-ink-muted text-small">
        <span className="inline-flex items-center gap-2">
          <span aria-hidden className="size-3 bg-accent opacity-35" />
          {t("views")}
        </span>
        <span className="inline-flex items-center gap-2">
          <span aria-hidden className="size-3 bg-accent" />
          {t("visitors")}
        </span>
      </figcaption>
      <details className="mt-3">
        <summary className="cursor-pointer text-accent-ink">{t("asTable")}</summary>
        <div className="mt-3 max-h-96 overflow-y-auto">
          <DayTable days={days} />
        </div>
      </details>
    </figure>
  );
}

function DayTable({ days }: { readonly days: Days }) {
  const t = useTranslations("visits");
  const locale = useLocale();
  return (
    <Table
      caption={t("asTable")}
      isCaptionHidden
      rows={days.toReversed()}
      rowKey={({ day }) => day}
      columns={[
        { key: "day", header: t("day"), cell: ({ day }) => formatDate(locale, day), isRowHeader: true },
        { key: "views", header: t("views"), cell: ({ views }) => formatNumber(locale, views), isNumeric: true },
        { key: "visitors", header: t("visitors"), cell: ({ visitors }) => formatNumber(locale, visitors), isNumeric: true },
      ]}
    />
  );
}
