import type { FieldClasses } from "@archipel/contracts/layers.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import type { GraduatedStyle } from "@archipel/map-style/layer-style.ts";
import { useLocale, useTranslations } from "next-intl";

interface HistogramProps {
  readonly classes: FieldClasses;
  readonly stops: GraduatedStyle["stops"];
  /** Name of the field. */
  readonly field: string;
}

const HEIGHT = 56;
const WIDTH = 240;

/** The values of a field, coloured as the classes colour them. */
export function Histogram({ classes, stops, field }: HistogramProps) {
  const t = useTranslations("layers.style");
  const locale = useLocale();
  const { histogram, min, max } = classes;
  if (min === null || max === null) return null;
  const most = Math.max(...histogram.map(({ count }) => count), 1);
  const bar = WIDTH / histogram.length;
  const colourOf = (value: number) => stops.findLast(({ from }) => from <= value)?.colour ?? stops[0]?.colour;
  const shown = (value: number) => formatNumber(locale, value, 2);
  return (
    <figure>
      <svg
        role="img"
        aria-label={t("histogram", { field, min: shown(min), max: shown(max) })}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-14 w-full rounded-control border border-line bg-sunken"
      >
        {histogram.map(({ from, to, count }, index) => {
          // A few features stay visible beside a thousand.
          const height = count === 0 ? 0 : Math.max(2, Math.sqrt(count / most) * (HEIGHT - 4));
          return (
            <rect
              key={from}
              x={index * bar}
              y={HEIGHT - height}
              width={Math.max(1, bar - 0.6)}
              height={height}
              fill={colourOf((from + to) / 2)}
              className="stroke-line-strong"
              strokeWidth="0.4"
            >
              <title>{t("histogramBar", { from: shown(from), to: shown(to), count: shown(count) })}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption aria-hidden className="figures flex justify-between text-ink-muted text-small">
        <span>{shown(min)}</span>
        <span>{shown(max)}</span>
      </figcaption>
    </figure>
  );
}
