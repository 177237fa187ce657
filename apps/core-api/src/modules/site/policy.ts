import { createHash } from "node:crypto";
import { type Block, blocksSchema, migrateBlock, shownBlocks, storedBlockSchema } from "@archipel/blocks/blocks.ts";
import { convertContent } from "@archipel/blocks/convert-content.ts";
import type { Link } from "@archipel/blocks/field.ts";
import { type ContentLanguage, isContentLanguage } from "@archipel/blocks/languages.ts";
import type { BlockContext, LinkTargets, PageContent, SitePageKind } from "@archipel/contracts/site-pages.ts";
import { pageContent } from "@archipel/contracts/site-pages.ts";
import { baseTheme } from "@archipel/theme/base-themes.ts";
import { z } from "zod";

const storedBlocks = z.array(storedBlockSchema.or(z.unknown().transform(() => null))).catch([]);
const { title, description, isInSearch } = pageContent.shape;
const storedTexts = z.object({ title: title.catch({}), description: description.catch({}), isInSearch: isInSearch.catch(true) });

/** The content of a version as today's code reads it. A block of a kind that is gone is left out; its version keeps it. */
export function contentOf(stored: unknown): PageContent {
  const texts = storedTexts.parse(stored);
  const blocks = storedBlocks.parse((stored as { blocks?: unknown }).blocks).flatMap((block) => (block && migrateBlock(block)) || []);
  return { ...texts, blocks };
}

/** The same for visitors: without the blocks that are hidden. */
export function shownContentOf(stored: unknown): PageContent {
  const content = contentOf(stored);
  return { ...content, blocks: shownBlocks(content.blocks) };
}

/** The languages in which a portal is written: the first is what readers of other languages get. */
export function languagesOf(locales: readonly string[]): ContentLanguage[] {
  const known = locales.filter(isContentLanguage);
  return known.length > 0 ? known : ["fr"];
}

/** The home of a base theme. */
export function themeHome(theme: string): readonly Block[] {
  return baseTheme(theme).content.home;
}

/** What a new page begins with: the home with that of the theme, a news item with a place for its picture and its text. */
export function firstBlocks(kind: SitePageKind, theme: string): Block[] {
  if (kind === "home") return [...themeHome(theme)];
  if (kind === "page") return [];
  return blocksSchema.parse([
    { id: "newstext1", type: "text", v: 1, props: {} },
    { id: "newspicture", type: "picture", v: 1, props: {} },
  ]);
}

/** The home of a portal that was stored in the older shape; undefined: it is that of the theme. */
export function convertedHome(old: Parameters<typeof convertContent>[0], theme: string): Block[] | undefined {
  return convertContent(old, themeHome(theme));
}

/** What an answer shows, as a short text that changes with it. */
export function revisionOf(answer: unknown): string {
  return createHash("sha256").update(JSON.stringify(answer)).digest("base64url").slice(0, 22);
}

export const noContext: BlockContext = { targets: { pages: [], datasets: [], maps: [], layers: [] }, pictures: [] };

/** Whether a visitor who follows the link arrives: what it names by id is among the targets. */
export function leadsSomewhere(link: Link, { pages, datasets, maps, layers }: LinkTargets): boolean {
  if (link.to === "page") return pages.some(({ id }) => id === link.id);
  if (link.to === "dataset") return datasets.some(({ id }) => id === link.id);
  if (link.to === "saved-map") return maps.some(({ id }) => id === link.id);
  if (link.to === "points" && link.layer) return layers.some(({ id }) => id === link.layer);
  return true;
}
