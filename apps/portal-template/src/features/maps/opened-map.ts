import type { SavedMap } from "@archipel/contracts/maps.ts";

/** A saved map that the page opens, with its text as sanitised HTML in the reader's language. */
export interface OpenedMap {
  readonly map: SavedMap;
  readonly html: string;
}
