"use client";
import { LegendSwatch } from "@archipel/map/ui/legend-swatch.tsx";
import type { LegendItem } from "@archipel/map-style/legend.ts";
import { useTranslations } from "next-intl";

/** The legend, as readers of the map see it. */
export function Legend({ items, title }: { readonly items: readonly LegendItem[]; readonly title: string }) {
  const t = useTranslations("admin.layers");
  return (
    <section aria-label={t("legend")} className="rounded-card border border-line bg-surface px-4 py-3">
      <h2 className="mb-2 font-medium font-text text-base">{title}</h2>
      <ul className="flex max-h-56 flex-col gap-1 overflow-y-auto">
        {items.map((item) => (
          <li key={`${item.label} ${item.colour}`} className="flex items-center gap-2.5 text-small">
            <LegendSwatch item={item} />
            <span className="min-w-0 break-words">{item.label || title}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
