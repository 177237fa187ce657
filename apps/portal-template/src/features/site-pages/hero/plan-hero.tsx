import { Heading, Lines } from "../heading.tsx";
import type { OpeningProps } from "./opening.ts";
import { discsOf, drawTown, pathOf } from "./plan-drawing.ts";

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
export function PlanHero({ opening: { title, hint, tagline }, field }: OpeningProps) {
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
          <p className="border-ink border-b px-5 py-2 text-ink-muted text-small sm:px-8">{tagline}</p>
          <div className="px-5 py-6 sm:px-8 sm:py-10">
            <Heading level={1} said={title} className="break-words text-hero" />
            <Lines said={hint} className="mt-4 text-ink-muted" />
            {field && <div className="mt-6">{field}</div>}
          </div>
        </div>
      </div>
    </section>
  );
}
