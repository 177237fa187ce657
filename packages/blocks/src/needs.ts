import type { Block } from "./blocks.ts";

/** What blocks show besides their own texts and what they name by id. */
export interface BlockNeeds {
  /** The first datasets of the portal, and how many it has. */
  readonly datasets: boolean;
  /** The layers of the portal's map. */
  readonly layers: boolean;
  /** The newest published maps. */
  readonly maps: boolean;
  /** The newest news. */
  readonly news: boolean;
}

/** What must be loaded for the blocks of a page. */
export function needsOf(blocks: readonly Block[]): BlockNeeds {
  const has = (...types: readonly Block["type"][]) => blocks.some(({ type }) => types.includes(type));
  return {
    datasets: has("datasets", "coverage", "figures"),
    layers: has("map", "coverage"),
    maps: has("map", "story"),
    news: has("news"),
  };
}
