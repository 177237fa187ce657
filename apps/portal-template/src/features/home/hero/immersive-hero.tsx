import { formatCoordinates } from "@archipel/i18n/format.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { getLocale, getTranslations } from "next-intl/server";
import type { Site } from "../../site/loaders.ts";
import { PointTerrain } from "./point-terrain.tsx";
import { QuestionField } from "./question-field.tsx";

/** A slow flight over a terrain of points that fills the screen, with the search field at the bottom. */
export async function ImmersiveHero({ site }: { readonly site: Site }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.home")]);
  const { hero, tagline } = site.content;
  const { lon, lat } = site.portal.view;
  return (
    <section className="relative isolate flex min-h-[calc(100dvh-4rem)] flex-col justify-end border-line border-b bg-map-land">
      <PointTerrain pauseLabel={t("pause")} playLabel={t("play")} />
      <div className="bg-linear-to-t from-ground via-ground/80 to-transparent px-4 pt-24 pb-8 lg:px-8 lg:pb-12">
        <p className="figures w-fit bg-ground/80 text-accent-ink text-small">{formatCoordinates(locale, lon, lat)}</p>
        <h1 className="mt-2 max-w-3xl text-hero tracking-tight">{inLocale(hero.question, locale)}</h1>
        <div className="mt-6 grid grid-cols-1 items-end gap-6 lg:grid-cols-[minmax(0,40rem)_1fr]">
          <QuestionField site={site} isAbove />
          <div className="text-ink-muted lg:justify-self-end lg:text-right">
            <p>{inLocale(tagline, locale)}</p>
            {hero.hint && <p className="mt-1 text-small">{inLocale(hero.hint, locale)}</p>}
          </div>
        </div>
      </div>
    </section>
  );
}
