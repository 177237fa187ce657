import { getLocale } from "next-intl/server";
import { listedDatasets } from "../catalogue/loaders.ts";
import type { Site } from "../site/loaders.ts";
import { Block } from "./blocks/block.tsx";
import { Hero } from "./hero/hero.tsx";

export async function HomePage({ site }: { readonly site: Site }) {
  const catalogue = await listedDatasets(site.portal.id, await getLocale());
  return (
    <>
      <Hero site={site} />
      {site.content.blocks.map((block) => (
        <Block key={`${block.kind}-${block.title.fr}`} block={block} site={site} catalogue={catalogue} />
      ))}
    </>
  );
}
