import type { Site } from "../../site/loaders.ts";
import { ImmersiveHero } from "./immersive-hero.tsx";
import { PlainHero } from "./plain-hero.tsx";
import { PlanHero } from "./plan-hero.tsx";
import { SplitHero } from "./split-hero.tsx";

/** The hero in the layout that the portal chose. */
export function Hero({ site }: { readonly site: Site }) {
  switch (site.content.hero.layout) {
    case "plan":
      return <PlanHero site={site} />;
    case "split":
      return <SplitHero site={site} />;
    case "immersive":
      return <ImmersiveHero site={site} />;
    case "plain":
      return <PlainHero site={site} />;
  }
}
