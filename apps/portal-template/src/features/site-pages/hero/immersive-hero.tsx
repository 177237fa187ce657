import { formatCoordinates } from "@archipel/i18n/format.ts";
import { useTranslations } from "next-intl";
import { Heading, Lines } from "../heading.tsx";
import type { OpeningProps } from "./opening.ts";
import { PointTerrain } from "./point-terrain.tsx";

/** A slow flight over a terrain of points that fills the screen, with the search field at the bottom. */
export function ImmersiveHero({ world, opening: { title, hint, tagline }, field }: OpeningProps) {
  const t = useTranslations("portal.home");
  const { lon, lat } = world.site.portal.view;
  return (
    <section className="relative isolate flex min-h-[calc(100dvh-4rem)] flex-col justify-end border-line border-b bg-map-land">
      <PointTerrain pauseLabel={t("pause")} playLabel={t("play")} />
      <div className="bg-linear-to-t from-ground via-ground/80 to-transparent px-4 pt-24 pb-8 lg:px-8 lg:pb-12">
        <p className="figures w-fit bg-ground/80 text-accent-ink text-small">{formatCoordinates(world.locale, lon, lat)}</p>
        <Heading level={1} said={title} className="mt-2 max-w-3xl break-words text-hero tracking-tight" />
        <div className="mt-6 grid grid-cols-1 items-end gap-6 lg:grid-cols-[minmax(0,40rem)_1fr]">
          <div>{field}</div>
          <div className="text-ink-muted lg:justify-self-end lg:text-right">
            <p>{tagline}</p>
            <Lines said={hint} className="mt-1 text-small" />
          </div>
        </div>
      </div>
    </section>
  );
}
