import type { Bbox } from "@archipel/contracts/place.ts";
import { formatDistance, formatNumber, unbroken } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { ExtentMap } from "../../datasets/extent-map.tsx";
import { MiniMap } from "../../datasets/mini-map.tsx";
import { mapLook } from "../../map-kit/map-look.ts";
import { Section } from "../section.tsx";
import type { BlockProps } from "../world.ts";

/** A map of the areas that the published data cover, with the datasets and their extents beside it. */
export function Coverage({ block: { props }, world }: BlockProps<"coverage">) {
  const t = useTranslations("portal.dataset");
  const { site, locale, found } = world;
  const covered = (found.catalogue?.items ?? []).flatMap(({ id, title, bbox }) => (bbox ? [{ id, title, bbox }] : []));
  if (covered.length === 0) return null;
  const whole = around(covered.map(({ bbox }) => bbox));
  const shown = found.layers.filter(({ isVisible }) => isVisible);
  const areas = shown.filter(({ geometry }) => geometry === "polygon");
  return (
    <Section world={world} title={props.title} text={props.text}>
      <div className="grid gap-8 lg:grid-cols-[3fr_2fr]">
        <div className="relative">
          <div aria-hidden className="isolate">
            <MiniMap
              look={mapLook(site.theme)}
              basemapStyleUrl={found.basemapStyleUrl}
              layers={areas.length > 0 ? areas : shown}
              box={whole}
              view={site.portal.view}
              locale={locale}
              isForAnyWidth
            >
              <ExtentMap boxes={[whole]} className="aspect-8/5 h-auto lg:aspect-auto lg:h-96" />
            </MiniMap>
          </div>
          {/* Over the map, so that the map's texts are not part of the link's name. */}
          <a href={links.map(locale, { box: whole })} className="absolute inset-0 rounded-card">
            <span className="sr-only">{t("seeOnMap")}</span>
          </a>
        </div>
        <ul className="min-w-0 divide-y divide-line self-center border-line border-y">
          {covered.map(({ id, title, bbox }) => (
            <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 py-3">
              <a
                href={links.map(locale, { box: bbox })}
                className="break-words py-1 text-ink underline decoration-line-strong underline-offset-4 hover:text-accent-ink"
              >
                {unbroken(title)}
              </a>
              <span className="figures text-ink-muted text-small">{ground(bbox, locale)}</span>
            </li>
          ))}
        </ul>
      </div>
    </Section>
  );
}

const around = (boxes: readonly Bbox[]): Bbox => [
  Math.min(...boxes.map((box) => box[0])),
  Math.min(...boxes.map((box) => box[1])),
  Math.max(...boxes.map((box) => box[2])),
  Math.max(...boxes.map((box) => box[3])),
];

const METRES_PER_DEGREE = 111_320;

/** Width × height of a box as text. */
function ground([west, south, east, north]: Bbox, locale: Locale): string {
  const width = (east - west) * METRES_PER_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180);
  const height = (north - south) * METRES_PER_DEGREE;
  if (Math.min(width, height) < 1000) return `${formatDistance(locale, width)} × ${formatDistance(locale, height)}`;
  return `${formatNumber(locale, width / 1000, 0)} × ${formatNumber(locale, height / 1000, 0)}\u00a0km`;
}
