"use client";
import { Info } from "lucide-react";
import { useTranslations } from "next-intl";

/** The credits of the map. In full on wide screens, behind a button on narrow ones; no control may cover them. */
export function Credits({ basemap, datasets }: { readonly basemap: readonly string[]; readonly datasets: readonly string[] }) {
  const t = useTranslations("map");
  const all = [...new Set([...basemap, ...datasets])];
  if (all.length === 0) return null;
  return (
    <details className="group min-w-0 max-w-[min(36rem,70vw)] rounded-control bg-surface/85 text-[0.75rem] text-ink-muted leading-snug">
      <summary className="flex min-h-6 list-none items-center gap-1 px-2 py-0.5">
        <Info aria-hidden className="size-3.5 shrink-0" />
        <span className="truncate">{basemap[0] ?? all[0]}</span>
      </summary>
      <p className="px-2 pb-1.5">
        {t("credits")} {all.join(" · ")}
      </p>
    </details>
  );
}
