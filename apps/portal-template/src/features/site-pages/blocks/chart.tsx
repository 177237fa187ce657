import { formatNumber, formatShare } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { say } from "../../site/said.ts";
import { axisOf, type Point, ringOf } from "../chart-shape.ts";
import { Section } from "../section.tsx";
import type { BlockProps } from "../world.ts";

interface DrawingProps {
  readonly points: readonly Point[];
  readonly locale: Locale;
  readonly unit: string;
}

/** Values of a layer as a drawing, and as the table that it draws. */
export function Chart({ block: { id, props }, world }: BlockProps<"chart">) {
  const t = useTranslations("portal.blocks.chart");
  const values = world.found.values.charts.find(({ block }) => block === id);
  if (!values || values.points.length === 0) return null;
  const { locale, found } = world;
  const points = values.others > 0 ? [...values.points, { label: t("others"), value: values.others }] : values.points;
  const unit = values.unit ? `\u00a0${values.unit}` : "";
  const total = points.reduce((sum, { value }) => sum + value, 0);
  const layer = found.targets.layers.find((one) => one.id === props.layer);
  const Drawing = { bars: Bars, line: Line, shares: Shares }[props.looks];
  return (
    <Section world={world} title={props.title} text={props.text}>
      <figure className="rounded-card border border-line bg-surface p-5 sm:p-8">
        <div aria-hidden>
          <Drawing points={points} locale={locale} unit={unit} />
        </div>
        <figcaption className="mt-5 flex flex-wrap items-baseline justify-between gap-x-8 gap-y-2 text-ink-muted text-small">
          {layer && (
            <a href={links.dataset(locale, layer.datasetSlug)} className="text-ink-muted underline underline-offset-4">
              {t("source", { title: layer.title })}
            </a>
          )}
          <details className="w-full">
            <summary className="inline-flex min-h-8 items-center text-accent-ink underline underline-offset-4">{t("table")}</summary>
            <table className="mt-2 w-full max-w-prose border-collapse text-left">
              <caption className="sr-only">{say(world, props.title).text || layer?.title || t("table")}</caption>
              <thead>
                <tr className="border-line border-b">
                  <th scope="col" className="py-2 pr-4 font-medium">
                    {t("value")}
                  </th>
                  <th scope="col" className="py-2 text-right font-medium">
                    {t("number")}
                  </th>
                  {props.looks === "shares" && (
                    <th scope="col" className="py-2 pl-4 text-right font-medium">
                      {t("share")}
                    </th>
                  )}
                </tr>
              </thead>
              <tbody className="divide-y divide-line text-ink">
                {points.map(({ label, value }) => (
                  <tr key={label}>
                    <th scope="row" className="break-words py-2 pr-4 font-normal">
                      {label || t("none")}
                    </th>
                    <td className="figures py-2 text-right">
                      {formatNumber(locale, value)}
                      {unit}
                    </td>
                    {props.looks === "shares" && (
                      <td className="figures py-2 pl-4 text-right">{total > 0 ? formatShare(locale, value / total) : "—"}</td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </figcaption>
      </figure>
    </Section>
  );
}

/** Bars lie, so that long names have room on phones too. */
function Bars({ points, locale, unit }: DrawingProps) {
  const most = Math.max(...points.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  return (
    <ul className="grid gap-3">
      {points.map(({ label, value }) => (
        <li key={label} className="grid gap-x-4 gap-y-1 sm:grid-cols-[minmax(7rem,14rem)_1fr] sm:items-center">
          <span className="min-w-0 break-words text-small">{label || "—"}</span>
          <span className="flex items-center gap-3">
            <span className="h-6 min-w-0.5 rounded-control bg-accent" style={{ width: `${(76 * Math.abs(value)) / most}%` }} />
            <span className="figures whitespace-nowrap text-small">
              {formatNumber(locale, value)}
              {unit}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

const WIDTH = 640;
const HEIGHT = 260;
const BOX = { left: 56, right: 16, top: 12, bottom: 28 };

/** A line over the points in their order. */
function Line({ points, locale }: DrawingProps) {
  const { low, high, marks } = axisOf(points.map(({ value }) => value));
  const [width, height] = [WIDTH - BOX.left - BOX.right, HEIGHT - BOX.top - BOX.bottom];
  const x = (index: number) => (points.length === 1 ? width / 2 : (index / (points.length - 1)) * width);
  const y = (value: number) => (1 - (value - low) / (high - low)) * height;
  const path = points.map(({ value }, index) => `${index === 0 ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  const every = Math.ceil(points.length / 6);
  return (
    <svg aria-hidden viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block w-full text-ink-muted" fontSize={13} fill="currentColor">
      <g transform={`translate(${BOX.left} ${BOX.top})`}>
        {marks.map((mark) => (
          <g key={mark} transform={`translate(0 ${y(mark)})`}>
            <line x2={width} className="stroke-line" />
            <text x={-8} dy="0.32em" textAnchor="end" className="figures">
              {formatNumber(locale, mark)}
            </text>
          </g>
        ))}
        <path d={path} fill="none" className="stroke-accent" strokeWidth={2.5} strokeLinejoin="round" />
        {points.map(({ label, value }, index) => (
          <g key={label}>
            <circle cx={x(index)} cy={y(value)} r={4} className="fill-surface stroke-accent" strokeWidth={2} />
            {index % every === 0 && (
              <text x={x(index)} y={height + 22} textAnchor={index === 0 ? "start" : index === points.length - 1 ? "end" : "middle"}>
                {label.length > 14 ? `${label.slice(0, 13)}…` : label}
              </text>
            )}
          </g>
        ))}
      </g>
    </svg>
  );
}

/** How much of the accent each share has, so that neighbours stay apart without colours of their own. */
const TINTS = [100, 72, 50, 34, 22, 14] as const;
const tint = (index: number) => `color-mix(in oklab, var(--a-accent) ${TINTS[index % TINTS.length]}%, var(--a-surface))`;

/** Shares of a whole as a ring, with their names beside it. */
function Shares({ points, locale }: DrawingProps) {
  const arcs = ringOf(points);
  return (
    <div className="flex flex-col items-center gap-8 sm:flex-row">
      <svg aria-hidden viewBox="-102 -102 204 204" className="w-52 shrink-0">
        {arcs.map(({ label, path }, index) => (
          <path key={label} d={path} fillRule="evenodd" fill={tint(index)} className="stroke-surface" strokeWidth={1.5} />
        ))}
      </svg>
      <ul className="grid w-full min-w-0 gap-2">
        {arcs.map(({ label, share }, index) => (
          <li key={label} className="flex items-baseline gap-3">
            <span className="size-3.5 shrink-0 border border-line-strong" style={{ background: tint(index) }} />
            <span className="min-w-0 break-words">{label || "—"}</span>
            <span className="figures ml-auto">{formatShare(locale, share)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
