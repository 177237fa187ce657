import { inLocale } from "@archipel/theme/content.ts";
import { getLocale } from "next-intl/server";
import type { Site } from "../../site/loaders.ts";
import { discsOf, drawTown, pathOf } from "./plan-drawing.ts";
import { QuestionField } from "./question-field.tsx";

const town = drawTown();
const ofZone = (zone: (typeof town.plots)[number]["zone"]) =>
  pathOf(town.plots.filter((plot) => plot.zone === zone).map(({ ring }) => ring));
const PATHS = {
  urban: ofZone("U"),
  open: ofZone("AUc"),
  farmed: ofZone("A"),
  wild: ofZone("N"),
  trees: discsOf(town.trees, 9),
  buildings: pathOf(town.buildings),
  asked: pathOf([town.asked]),
};

/** Like an architect's drawing: the plan fills the page, with the search field in its title block. */
export async function PlanHero({ site }: { readonly site: Site }) {
  const locale = await getLocale();
  const { hero, tagline } = site.content;
  return (
    <section className="relative isolate z-10 border-line border-b">
      <svg
        aria-hidden
        viewBox={`180 90 ${town.width - 330} ${town.height - 200}`}
        preserveAspectRatio="xMaxYMid slice"
        className="absolute inset-0 -z-10 size-full"
      >
        <rect width={town.width} height={town.height} className="fill-(--a-map-road)" />
        <g className="stroke-(--a-map-parcel)" strokeWidth="1.2">
          <path d={PATHS.farmed} className="fill-(--a-map-land)" />
          <path d={PATHS.wild} className="fill-(--a-map-wood)" />
          <path d={PATHS.open} fill="color-mix(in oklab, var(--a-accent) 8%, var(--a-map-land))" />
          <path d={PATHS.urban} fill="color-mix(in oklab, var(--a-accent) 16%, var(--a-map-land))" />
        </g>
        <path d={PATHS.trees} className="fill-(--a-map-wood)" />
        <path d={PATHS.buildings} className="fill-(--a-map-built) stroke-(--a-map-built-line)" strokeWidth="1.4" />
        <path d={PATHS.asked} className="fill-accent stroke-accent" fillOpacity="0.25" strokeWidth="3" />
      </svg>
      <div className="mx-auto max-w-7xl px-4 py-10 sm:py-16 lg:px-8 lg:py-24">
        <div className="max-w-xl border border-ink bg-surface">
          <p className="border-ink border-b px-5 py-2 text-ink-muted text-small sm:px-8">{inLocale(tagline, locale)}</p>
          <div className="px-5 py-6 sm:px-8 sm:py-10">
            <h1 className="text-hero">{inLocale(hero.question, locale)}</h1>
            {hero.hint && <p className="mt-4 text-ink-muted">{inLocale(hero.hint, locale)}</p>}
            <QuestionField site={site} className="mt-6" />
          </div>
        </div>
      </div>
    </section>
  );
}
