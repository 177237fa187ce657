import { clsx } from "clsx";
import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { MiniMap } from "../../datasets/mini-map.tsx";
import { mapLook } from "../../map-kit/map-look.ts";
import { inLanguage } from "../../maps/in-language.ts";
import { MapPreview } from "../../maps/map-preview.tsx";
import { say } from "../../site/said.ts";
import { Section } from "../section.tsx";
import { boxOfView } from "../view-box.ts";
import type { BlockProps } from "../world.ts";

const HEIGHTS = { low: "h-56", medium: "h-80 lg:h-[26rem]", tall: "h-[28rem] lg:h-[38rem]" } as const;

/** The portal's map, or one of its saved maps, at a glance: the whole of it opens the map itself. A map that is gone shows nothing. */
export function LiveMap({ block: { props }, world }: BlockProps<"map">) {
  const t = useTranslations("portal.blocks.map");
  const { site, locale, found } = world;
  const saved = props.map === undefined ? undefined : found.maps.find(({ id }) => id === props.map);
  if (props.map !== undefined && !saved) return null;
  const view = saved?.views[0] ?? site.portal.view;
  const box = boxOfView(view);
  const href = saved ? links.savedMap(locale, saved.slug) : links.map(locale);
  const own = saved && inLanguage(saved.title, locale);
  const name = own?.text || say(world, props.title).text || site.portal.name;
  const visible = found.layers.filter(({ isVisible }) => isVisible);
  const height = HEIGHTS[props.height];
  return (
    <Section world={world} title={props.title} text={props.text}>
      <div className="group relative">
        <div aria-hidden className="isolate">
          {saved ? (
            <div className={clsx("overflow-hidden rounded-card border border-line", height)}>
              <MapPreview views={saved.views} shapes={saved.preview} />
            </div>
          ) : (
            <MiniMap
              look={mapLook(site.theme)}
              basemapStyleUrl={found.basemapStyleUrl}
              layers={visible}
              box={box}
              view={view}
              locale={locale}
              isForAnyWidth
            >
              <span className={clsx("block overflow-hidden rounded-card border border-line", height)}>
                <MapPreview views={[view]} />
              </span>
            </MiniMap>
          )}
        </div>
        {/* Over the map, so that the map's texts are not part of the link's name. */}
        <a href={href} className="absolute inset-0 rounded-card">
          <span className="sr-only">{t("open", { name })}</span>
          <span
            aria-hidden
            className="absolute bottom-3 left-3 inline-flex min-h-control items-center gap-2 rounded-control bg-surface px-4 font-medium text-accent-ink shadow-raised group-hover:bg-accent group-hover:text-on-accent"
          >
            {t("see")}
            <ArrowRight className="size-4" />
          </span>
        </a>
      </div>
    </Section>
  );
}
