"use client";
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
            <Swatch item={item} />
            <span className="min-w-0 break-words">{item.label || title}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Swatch({ item }: { readonly item: LegendItem }) {
  const { shape, colour, outline, opacity } = item;
  return (
    <svg aria-hidden viewBox="0 0 20 14" className="h-3.5 w-5 shrink-0">
      {shape === "area" && <rect x="0.5" y="0.5" width="19" height="13" fill={colour} fillOpacity={opacity} stroke={outline} />}
      {shape === "line" && <path d="M1 12 19 2" stroke={colour} strokeWidth="2.5" strokeOpacity={opacity} />}
      {shape === "point" && <circle cx="10" cy="7" r="5" fill={colour} fillOpacity={opacity} stroke={outline} />}
    </svg>
  );
}
