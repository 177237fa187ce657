import type { BlockOf, BlockType } from "@archipel/blocks/blocks.ts";
import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import type { CurrentAlerts } from "@archipel/contracts/alerts.ts";
import type { ListedDatasets } from "@archipel/contracts/dataset-catalogue.ts";
import type { SavedMapSummary } from "@archipel/contracts/maps.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { LinkTargets, NewsItem, PageValues, SitePicture } from "@archipel/contracts/site-pages.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { Site } from "../site/loaders.ts";
import type { Said } from "../site/said.ts";
import type { ExampleAnswer } from "./example-answer.ts";

/** What the blocks of a page show besides their own texts. Blocks are drawn from this alone: they load nothing. */
export interface Found {
  readonly targets: LinkTargets;
  readonly pictures: readonly SitePicture[];
  /** Null: core-api did not answer, or no block asks for it. */
  readonly catalogue: ListedDatasets | null;
  readonly maps: readonly SavedMapSummary[];
  /** The layers of the portal's map, when a block shows a map. */
  readonly layers: readonly PortalLayer[];
  readonly values: PageValues;
  /** The alerts in force, when a block shows them. */
  readonly alerts: CurrentAlerts;
  /** The newest news, when a block shows them. */
  readonly news: readonly NewsItem[];
  /** A real answer of the portal, beside the question. */
  readonly example: ExampleAnswer | null;
  readonly basemapStyleUrl: string | null;
}

export interface BlockWorld {
  readonly site: Site;
  readonly locale: Locale;
  /** The language of texts that are not written in the reader's. */
  readonly fallback: ContentLanguage;
  /** The page's own title: the heading of an opening without a question. */
  readonly title: Said;
  readonly found: Found;
}

export interface BlockProps<Type extends BlockType> {
  readonly block: BlockOf<Type>;
  readonly world: BlockWorld;
}

/** The level of headings inside a block: below its title, or in place of it. */
export function levelBelow(title: Said): 2 | 3 {
  return title.text === "" ? 2 : 3;
}
