import type { Profile } from "@archipel/contracts/elevation.ts";
import { formatNumber, formatPercent } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { SheetExtras } from "@archipel/map/ui/sheet-extras.ts";
import { useTranslations } from "next-intl";
import { lengthText } from "../measure/figures.ts";
import { figuresOf, pathsOf, ticksOf } from "./profile-figures.ts";

/** The figures of a profile in words; none when it has no height. */
export function useFigureRows(locale: Locale): (profile: Profile) => { readonly label: string; readonly value: string }[] {
  const t = useTranslations("tools.profile");
  const metres = (value: number) => t("metres", { metres: formatNumber(locale, value, 1) });
  return (profile) => {
    const figures = figuresOf(profile);
    if (!figures) return [];
    return [
      { label: t("length"), value: lengthText(locale, profile.lengthMetres) },
      { label: t("steepest"), value: formatPercent(locale, figures.steepest) },
      { label: t("min"), value: metres(figures.min) },
      { label: t("max"), value: metres(figures.max) },
      { label: t("climb"), value: metres(figures.climb) },
      { label: t("descent"), value: metres(figures.descent) },
    ];
  };
}

/** What an exported sheet shows of a profile: its chart below the map, its figures beside it. */
export function useProfileSheet(profile: Profile | undefined, locale: Locale): Pick<SheetExtras, "figures" | "chart"> {
  const t = useTranslations("tools.profile");
  const rowsOf = useFigureRows(locale);
  const figures = profile && figuresOf(profile);
  if (!profile || !figures) return {};
  const ticks = ticksOf(figures.min, figures.max, 4);
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  return {
    figures: { title: t("title"), rows: rowsOf(profile) },
    chart: {
      title: t("title"),
      paths: (width, height) => pathsOf(profile, { width, height, low, high }),
      heights: ticks.map((tick) => ({
        share: (tick - low) / (high - low || 1),
        label: t("metres", { metres: formatNumber(locale, tick, Number.isInteger(tick) ? 0 : 1) }),
      })),
      ends: [lengthText(locale, 0), lengthText(locale, profile.lengthMetres)],
    },
  };
}
