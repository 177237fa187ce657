import type { Block } from "@archipel/blocks/blocks.ts";
import { completeness } from "@archipel/blocks/completeness.ts";
import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import type { PageDraft, Path } from "./page-draft.ts";
import { fieldsIn } from "./walk-fields.ts";

/** A text that exists in some language and lacks in another. `block` is null for the page itself. */
export interface Place {
  readonly block: string | null;
  readonly path: Path;
}

interface Written {
  readonly all: number;
  readonly written: number;
  readonly missing: readonly Place[];
}

/** How much of a page is written in a language: of its title, its description and its blocks. */
export function writtenIn(draft: PageDraft, language: ContentLanguage): Written {
  const own = (["title", "description"] as const).filter((name) => Object.keys(draft[name]).length > 0);
  const lacking = own.filter((name) => draft[name][language] === undefined).map((name): Place => ({ block: null, path: [name] }));
  // Properties that are wrong while a person types have the shape that is counted here.
  const blocks = completeness(draft.blocks as readonly Block[], language);
  return {
    all: own.length + blocks.all,
    written: own.length - lacking.length + blocks.written,
    missing: [...lacking, ...blocks.missing],
  };
}

/** The next missing text after a place, from the top again after the last; null when nothing is missing. */
export function nextMissing(draft: PageDraft, language: ContentLanguage, after: Place | null): Place | null {
  const { missing } = writtenIn(draft, language);
  const places = placesIn(draft);
  const here = after ? places.indexOf(keyOf(after)) : -1;
  return missing.find((place) => places.indexOf(keyOf(place)) > here) ?? missing[0] ?? null;
}

const keyOf = ({ block, path }: Place) => [block ?? "", ...path].join(".");

/** Every property of a page, in the order of its forms. */
function placesIn({ blocks }: PageDraft): string[] {
  const own = ["title", "description"].map((name) => keyOf({ block: null, path: [name] }));
  return [...own, ...blocks.flatMap((block) => fieldsIn(block).map(({ path }) => keyOf({ block: block.id, path })))];
}
