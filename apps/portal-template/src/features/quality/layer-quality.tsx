import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { FeaturesBehind, LayerFigures } from "@archipel/contracts/quality.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { ChevronDown } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { FigureBar } from "./figure-bar.tsx";
import { percentOf } from "./percent.ts";

/** A layer's own figures, with links to the features behind each. */
export async function LayerQuality({ dataset, figures }: { readonly dataset: Dataset; readonly figures: LayerFigures }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.quality")]);
  const layer = dataset.layers.find(({ id }) => id === figures.layerId);
  if (!layer) return null;
  const unreviewed = figures.features - figures.reviewed;
  const lists: { behind: FeaturesBehind; count: number; text: string }[] = [
    { behind: { figure: "invalid" as const }, count: figures.invalid, text: "behind.invalid" as const },
    { behind: { figure: "unreviewed" as const }, count: unreviewed, text: "behind.unreviewed" as const },
    { behind: { figure: "reported" as const }, count: figures.reported, text: "behind.reported" as const },
  ]
    .filter(({ count }) => count > 0)
    .map(({ behind, count, text }) => ({ behind, count, text: t(text, { count, formatted: formatNumber(locale, count) }) }));
  const nameOf = (column: string) => {
    const field = layer.fields.find((one) => one.column === column);
    return field?.label ?? field?.name ?? column;
  };
  return (
    <details className="group rounded-card border border-line bg-surface">
      <summary className="flex list-none items-center gap-4 px-5 py-4 [&::-webkit-details-marker]:hidden">
        <h3 className="min-w-0 flex-1 text-large">{t("layer", { layer: layer.title })}</h3>
        <ChevronDown aria-hidden className="size-5 shrink-0 transition-transform duration-150 group-open:rotate-180" />
      </summary>
      <div className="space-y-5 border-line border-t px-5 py-5">
        {lists.length > 0 && (
          <ul className="space-y-2">
            {lists.map(({ behind, text }) => (
              <li key={behind.figure}>
                <a
                  href={links.behindFigure(locale, dataset.slug, { layer: layer.id, figure: behind.figure })}
                  className="inline-flex min-h-6 items-center text-accent-ink underline underline-offset-4"
                >
                  {text}
                </a>
              </li>
            ))}
          </ul>
        )}
        {lists.length === 0 && <p className="text-ink-muted">{t("behind.nothing")}</p>}
        {figures.features > 0 && figures.fields.length > 0 && (
          <div>
            <h4 className="font-medium">{t("fields")}</h4>
            <dl className="mt-1 divide-y divide-line">
              {figures.fields.map(({ column, filled, isMandatory }) => (
                <FigureBar
                  key={column}
                  isSmall
                  title={isMandatory ? t("mandatoryField", { field: nameOf(column) }) : nameOf(column)}
                  share={filled / figures.features}
                  words={t("filled", { share: percentOf(locale, filled / figures.features) })}
                >
                  {filled < figures.features && (
                    <a
                      href={links.behindFigure(locale, dataset.slug, { layer: layer.id, figure: "empty", column })}
                      className="mt-1 inline-flex min-h-6 items-center text-accent-ink text-small underline underline-offset-4"
                    >
                      {t("behind.empty", { count: figures.features - filled, formatted: formatNumber(locale, figures.features - filled) })}
                      <span className="sr-only"> ({nameOf(column)})</span>
                    </a>
                  )}
                </FigureBar>
              ))}
            </dl>
          </div>
        )}
      </div>
    </details>
  );
}
