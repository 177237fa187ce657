import type { Block } from "@archipel/blocks/blocks.ts";
import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import { needsOf } from "@archipel/blocks/needs.ts";
import { NEWS_OF_BLOCK, type PageValues, type SitePage } from "@archipel/contracts/site-pages.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { env } from "../../env.ts";
import { openedPage } from "../../tenancy/site-parts.ts";
import { listedDatasets } from "../catalogue/loaders.ts";
import { publicLayersOf } from "../map/loaders.ts";
import { mapLook } from "../map-kit/map-look.ts";
import { publishedMaps } from "../maps/loaders.ts";
import { currentAlerts } from "../site/current-alerts.ts";
import { readerOf, type Site } from "../site/loaders.ts";
import { newsOf } from "../site/pages.ts";
import { say } from "../site/said.ts";
import { exampleAnswer } from "./example-answer.ts";
import type { BlockWorld } from "./world.ts";

/** Whether the values of a page must be asked for: numbers and charts that the community chose. */
export function needsValues(blocks: readonly Block[]): boolean {
  return blocks.some((block) => block.type === "chart" || (block.type === "figures" && block.props.items.length > 0));
}

/** Loads what the blocks of a page show. What does not answer is left out: the page is shown without it. */
export async function worldOf(site: Site, page: SitePage, values: PageValues, locale: Locale): Promise<BlockWorld> {
  const { portal, theme } = site;
  const { blocks } = page;
  const { fallback } = readerOf(site, locale);
  const needs = needsOf(blocks);
  const palette = mapLook(theme).light;
  const opened = openedPage(portal, page.slug, locale);
  const [catalogue, layers, maps, news, alerts, example] = await Promise.all([
    needs.datasets ? (opened?.datasets ?? listedDatasets(portal.id, locale).catch(() => null)) : null,
    needs.layers ? publicLayersOf(portal.id, palette, locale, opened?.layers).catch(() => []) : [],
    needs.maps ? (opened?.maps ?? publishedMaps(portal.id).catch(() => [])) : [],
    needs.news
      ? (opened?.news?.items ??
        newsOf(portal.id, { limit: NEWS_OF_BLOCK }).then(
          ({ items }) => items,
          () => [],
        ))
      : [],
    blocks.some(({ type }) => type === "alerts") ? currentAlerts(portal) : { checkedAt: null, inForce: [], changesAt: null },
    exampleFor(site, blocks, locale, fallback),
  ]);
  const title = say({ locale, fallback }, page.title);
  return {
    site,
    locale,
    fallback,
    title: title.text ? title : { text: portal.name, attrs: {} },
    found: {
      targets: page.targets,
      pictures: page.pictures,
      values,
      catalogue,
      layers,
      maps,
      news,
      alerts,
      example,
      basemapStyleUrl: env.ARCHIPEL_BASEMAP_STYLE_URL ?? null,
    },
  };
}

/** The example answer of an opening that has room for one. */
function exampleFor({ portal }: Site, [first]: readonly Block[], locale: Locale, fallback: ContentLanguage) {
  if (first?.type !== "hero" || first.props.layout !== "split" || first.props.picture || !portal.hasAnswers) return null;
  const named = first.props.examples.map(({ text }) => say({ locale, fallback }, text).text).find((text) => text !== "");
  return exampleAnswer(portal.id, locale, named);
}
