import { formatDate, formatNumber, formatPercent, unbroken } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { useTranslations } from "next-intl";
import { useClassName } from "./class-name.ts";
import type { OpenedCloud } from "./opened-cloud.ts";

interface CloudDescriptionProps {
  readonly cloud: OpenedCloud;
  readonly locale: Locale;
  /** Tiles that are listed at most. */
  readonly most?: number;
  /** Shows a tile; without it, tiles are only listed. */
  readonly onTile?: (tile: OpenedCloud["tiles"][number]) => void;
}

/** What the drawing shows, in words and numbers: for those who do not see it, or whose browser cannot draw it. */
export function CloudDescription({ cloud, locale, most = Number.POSITIVE_INFINITY, onTile }: CloudDescriptionProps) {
  const t = useTranslations("clouds.viewer.about");
  const nameOf = useClassName();
  const { points, heights, classes, tiles, days } = cloud;
  const [low, high] = heights.map((height) => formatNumber(locale, height, 1));
  const [first, last] = (days ?? []).map((day) => formatDate(locale, day));
  return (
    <div className="grid gap-3">
      <p>
        {t("summary", { count: points, shown: formatNumber(locale, points), tiles: tiles.length, low: low ?? "", high: high ?? "" })}
        {first !== undefined && last !== undefined && ` ${first === last ? t("day", { first }) : t("days", { first, last })}`}
      </p>
      <ul className="list-disc pl-5">
        {classes.map(([code, count]) => (
          <li key={code}>
            {t("class", { name: nameOf(code), share: formatPercent(locale, count / points), count, shown: formatNumber(locale, count) })}
          </li>
        ))}
      </ul>
      <h2 className="font-medium font-text text-base">{t("tiles", { count: tiles.length })}</h2>
      <ul className="grid max-h-72 gap-1 overflow-y-auto">
        {tiles.slice(0, most).map((tile) => (
          <li key={tile.id} className="flex flex-wrap items-baseline justify-between gap-x-4">
            {onTile ? (
              <button type="button" className="min-h-8 text-left text-accent-ink underline underline-offset-4" onClick={() => onTile(tile)}>
                <span className="sr-only">{t("goTo")} </span>
                {unbroken(tile.title)}
              </button>
            ) : (
              <span>{unbroken(tile.title)}</span>
            )}
            <span className="figures text-ink-muted text-small">
              {t("tilePoints", { count: tile.points, shown: formatNumber(locale, tile.points) })}
            </span>
          </li>
        ))}
      </ul>
      {tiles.length > most && <p>{t("more", { count: tiles.length - most })}</p>}
    </div>
  );
}
