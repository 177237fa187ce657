import type { ElevationLayer } from "@archipel/contracts/elevation.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { useTranslations } from "next-intl";
import { links } from "../../links.ts";

interface HeightSourcesProps {
  readonly layers: readonly ElevationLayer[];
  /** Ground side of the cells that were read; null: those of the layer. */
  readonly cellMetres: number | null;
  readonly locale: Locale;
}

/** Where heights come from: the dataset, its date, the size of its cells and its vertical reference. */
export function HeightSources({ layers, cellMetres, locale }: HeightSourcesProps) {
  const t = useTranslations("tools.profile");
  return (
    <ul className="grid gap-1 text-ink-muted text-small">
      {layers.map(({ datasetId, datasetSlug, title, date, resolutionMetres, verticalDatum, isSynthetic }) => (
        <li key={datasetId}>
          <a href={links.dataset(locale, datasetSlug)} className="text-accent-ink underline underline-offset-2">
            {title}
          </a>
          {[
            date && formatDate(locale, date, "medium"),
            t("cells", { metres: formatNumber(locale, cellMetres ?? resolutionMetres, 1) }),
            verticalDatum ? t("datum", { datum: verticalDatum }) : t("noDatum"),
            isSynthetic && t("synthetic"),
          ]
            .filter(Boolean)
            .map((text) => `, ${text}`)
            .join("")}
        </li>
      ))}
    </ul>
  );
}
