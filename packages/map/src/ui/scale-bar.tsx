import { formatDistance, formatNumber } from "@archipel/i18n/format.ts";
import { useTranslations } from "next-intl";
import type { View } from "../model/map-state.ts";
import { scaleBar, scaleDenominator } from "../model/scale.ts";

/** The scale bar. */
export function ScaleBar({ view, locale }: { readonly view: View; readonly locale: "fr" | "en" }) {
  const t = useTranslations("map");
  const { metres, pixels } = scaleBar(view.lat, view.zoom, 110);
  return (
    <div className="flex flex-col gap-0.5" title={`1 : ${formatNumber(locale, scaleDenominator(view.lat, view.zoom), 0)}`}>
      <span className="sr-only">{t("scale", { distance: formatDistance(locale, metres) })}</span>
      <span aria-hidden className="figures text-[0.75rem] leading-none [text-shadow:0_0_3px_var(--a-surface),0_0_3px_var(--a-surface)]">
        {formatDistance(locale, metres)}
      </span>
      <span aria-hidden style={{ width: pixels }} className="h-1.5 border-ink border-x-2 border-b-2" />
    </div>
  );
}
