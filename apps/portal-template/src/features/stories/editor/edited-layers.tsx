import type { Locale } from "@archipel/i18n/locales.ts";
import { LayerPanel } from "@archipel/map/ui/layer-panel.tsx";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import type { StoryMapState } from "../use-story-map.ts";

interface EditedLayersProps {
  readonly map: StoryMapState;
  readonly locale: Locale;
}

/** The layers of the map, to choose what a chapter shows. */
export function EditedLayers({ map, locale }: EditedLayersProps) {
  const t = useTranslations("maps.edit");
  const tMap = useTranslations("map.layers");
  return (
    <details className="group max-h-full max-w-full open:w-80 overflow-y-auto overscroll-contain rounded-card border border-line bg-surface shadow-raised">
      <summary className="flex min-h-control list-none items-center gap-2 px-3 font-medium">
        {t("layers")}
        <ChevronDown aria-hidden className="ml-auto size-4 text-ink-muted transition-transform group-open:rotate-180" />
      </summary>
      <div className="px-3 pb-2">
        <LayerPanel
          layers={map.layers}
          pictures={map.pictures.layers}
          states={map.state.layers}
          palette={map.palette}
          locale={locale}
          dispatch={map.dispatch}
          onFit={(box) => map.handle?.fit(box)}
          render={{
            about: (slug) => (
              <a
                href={links.dataset(locale, slug)}
                target="_blank"
                rel="noopener"
                className="inline-flex min-h-8 items-center text-accent-ink underline underline-offset-2"
              >
                {tMap("about")}
              </a>
            ),
          }}
        />
      </div>
    </details>
  );
}
