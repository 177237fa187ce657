import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { cssColour, RETURN_SHARES, rampColour, rampOf } from "@archipel/point-view/colour/ramps.ts";
import type { Colouring } from "@archipel/point-view/draw/point-look.ts";
import type { Ranges } from "@archipel/point-view/measure/ranges.ts";
import { useTranslations } from "next-intl";

interface CloudLegendProps {
  readonly colouring: Colouring;
  readonly ranges: Ranges | null;
  readonly days: readonly [string, string] | null;
  readonly locale: Locale;
}

/** Enough stops for the ramp to look even. */
const STOPS = 24;
const RETURNS = ["only", "first", "between", "last"] as const;

/** What the colours mean, in numbers and words. The classes are their own legend. */
export function CloudLegend({ colouring, ranges, days, locale }: CloudLegendProps) {
  const t = useTranslations("clouds.viewer");
  const ramp = rampOf(colouring);
  if (ramp === null)
    return (
      <p className="text-ink-muted text-small">
        {t(`legend.${colouring === "class" ? "class" : colouring === "rgb" ? "rgb" : "infrared"}`)}
      </p>
    );
  if (colouring === "return") {
    return (
      <ul className="grid gap-1.5">
        {RETURNS.map((kind, index) => (
          <li key={kind} className="flex items-center gap-2.5">
            <span
              aria-hidden
              className="size-4 shrink-0 rounded-sm border border-line-strong"
              style={{ background: cssColour(rampColour(ramp, RETURN_SHARES[index] ?? 0)) }}
            />
            {t(`returns.${kind}`)}
          </li>
        ))}
      </ul>
    );
  }
  const gradient = Array.from({ length: STOPS }, (_, i) => cssColour(rampColour(ramp, i / (STOPS - 1)))).join(", ");
  const [low, high] = endsOf(colouring, ranges, days, locale);
  return (
    <div>
      <div
        aria-hidden
        className="h-4 rounded-sm border border-line-strong"
        style={{ background: `linear-gradient(to right, ${gradient})` }}
      />
      <p className="figures mt-1 flex justify-between gap-4 text-small">
        <span>
          <span className="sr-only">{t("legend.from")} </span>
          {low}
        </span>
        <span>
          <span className="sr-only">{t("legend.to")} </span>
          {high}
        </span>
      </p>
      {colouring === "intensity" && <p className="text-ink-muted text-small">{t("legend.intensity")}</p>}
    </div>
  );
}

function endsOf(colouring: Colouring, ranges: Ranges | null, days: CloudLegendProps["days"], locale: Locale): readonly [string, string] {
  if (colouring === "date") return [days ? formatDate(locale, days[0], "medium") : "…", days ? formatDate(locale, days[1], "medium") : "…"];
  if (!ranges) return ["…", "…"];
  if (colouring === "intensity") {
    const [low, high] = ranges.intensities.map((value) => formatNumber(locale, Math.round(value)));
    return [low ?? "", high ?? ""];
  }
  const [low, high] = ranges.heights.map((metres) => `${formatNumber(locale, metres, 1)}\u00a0m`);
  return [low ?? "", high ?? ""];
}
