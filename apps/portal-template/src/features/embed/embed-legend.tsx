import { type AreaLook, drawnLegend } from "@archipel/map/layers/drawn-areas.ts";
import type { MapLayer } from "@archipel/map/layers/map-layer.ts";
import { LegendSwatch } from "@archipel/map/ui/legend-swatch.tsx";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";

/** Frames at least as wide show the legend from the start. */
const OPEN_FROM_PX = 640;

interface EmbedLegendProps {
  /** The layers that are on, top first. */
  readonly layers: readonly MapLayer[];
  /** Titles of the pictures that are on. */
  readonly pictures: readonly string[];
  readonly areas: AreaLook;
}

/** What the map shows: open beside it in a wide frame, behind its title in a narrow one. */
export function EmbedLegend({ layers, pictures, areas }: EmbedLegendProps) {
  const t = useTranslations("map.embed");
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (box.current && window.innerWidth >= OPEN_FROM_PX) box.current.open = true;
  }, []);
  if (layers.length + pictures.length === 0) return null;
  return (
    <details
      ref={box}
      className="group max-h-full max-w-72 overflow-y-auto overscroll-contain rounded-card border border-line bg-surface text-small shadow-raised"
    >
      <summary className="flex min-h-control list-none items-center gap-2 px-3 font-medium">
        {t("legend")}
        <ChevronDown aria-hidden className="ml-auto size-4 text-ink-muted transition-transform group-open:rotate-180" />
      </summary>
      <ul className="grid gap-2.5 px-3 pb-3">
        {layers.map((layer) => (
          <LegendEntry key={layer.id} layer={layer} areas={areas} />
        ))}
        {pictures.map((title) => (
          <li key={title}>{title}</li>
        ))}
      </ul>
    </details>
  );
}

function LegendEntry({ layer, areas }: Pick<EmbedLegendProps, "areas"> & { readonly layer: MapLayer }) {
  const items = drawnLegend(layer, areas);
  const [only] = items;
  return (
    <li>
      <p className="flex items-center gap-2.5 leading-snug">
        {items.length === 1 && only && <LegendSwatch item={only} />}
        <span lang={layer.titleLang}>{layer.title}</span>
      </p>
      {items.length > 1 && (
        <ul className="mt-1 grid gap-1 text-ink-muted">
          {items.map((item) => (
            <li key={item.label} className="flex items-center gap-2.5">
              <LegendSwatch item={item} />
              <span lang={item.lang}>{item.label}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
