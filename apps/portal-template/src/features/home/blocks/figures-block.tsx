import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { getLocale, getTranslations } from "next-intl/server";
import type { BlockProps } from "./block.tsx";

/** Current counts of the catalogue, in large numbers. */
export async function FiguresBlock({ block, catalogue }: BlockProps<"figures">) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.home.figures")]);
  if (catalogue.total === 0) return null;
  const sum = (key: "layerCount" | "featureCount") => catalogue.items.reduce((total, dataset) => total + dataset[key], 0);
  const latest = catalogue.items.map(({ updatedAt }) => updatedAt).toSorted((a, b) => b.getTime() - a.getTime())[0];
  const figures = [
    { label: t("datasets", { count: catalogue.total }), value: formatNumber(locale, catalogue.total) },
    { label: t("layers", { count: sum("layerCount") }), value: formatNumber(locale, sum("layerCount")) },
    { label: t("features", { count: sum("featureCount") }), value: formatNumber(locale, sum("featureCount")) },
  ];
  return (
    <section className="border-line border-y bg-surface">
      <div className="mx-auto max-w-7xl px-4 py-10 lg:px-8 lg:py-14">
        <h2 className="text-title lg:text-headline">{inLocale(block.title, locale)}</h2>
        <dl className="mt-6 grid gap-8 sm:grid-cols-3">
          {figures.map(({ label, value }) => (
            <div key={label} className="flex flex-col-reverse border-line sm:not-first:border-l sm:not-first:pl-8">
              <dt className="text-ink-muted">{label}</dt>
              <dd className="figures text-accent-ink text-hero leading-none" style={{ fontWeight: "var(--a-title-weight)" }}>
                {value}
              </dd>
            </div>
          ))}
        </dl>
        {latest && <p className="mt-6 text-ink-muted text-small">{t("latest", { date: formatDate(locale, latest) })}</p>}
      </div>
    </section>
  );
}
