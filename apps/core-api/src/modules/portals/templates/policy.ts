import { shownBlocks } from "@archipel/blocks/blocks.ts";
import { blocksKeeping, linkKeeping } from "@archipel/blocks/references.ts";
import { sketchOf } from "@archipel/blocks/sketch.ts";
import { type PortalTemplate, TEMPLATE_BYTES_MAX } from "@archipel/contracts/portals.ts";
import { type Navigation, navigation } from "@archipel/contracts/site-navigation.ts";
import { locale, localized } from "@archipel/contracts/text.ts";
import { sanitiseOverrides } from "@archipel/theme/sanitise.ts";
import { z } from "zod";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { SiteCopy } from "../../site/copying/copy-site.ts";
import { withoutDangling } from "../../site/navigation/policy.ts";
import { slugRefusal } from "../../site/pages/policy.ts";
import { contentOf } from "../../site/policy.ts";

/** Blocks of the home that the gallery draws. */
const DRAWN_BLOCKS = 6;

const storedPage = z.object({
  id: z.uuid(),
  slug: z
    .string()
    .refine((slug) => slugRefusal(slug, "page") === null)
    .nullable(),
  isPublished: z.boolean(),
  content: z.unknown().transform(contentOf),
});
/** A page that today's code cannot read is left out; so is a second one at an address. */
const storedPages = z
  .array(storedPage.or(z.unknown().transform(() => null)))
  .catch([])
  .transform((pages) => [...new Map(pages.flatMap((page) => (page ? [[page.slug, page]] : []))).values()]);
const storedPictures = z
  .array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      alt: z.json(),
      isDecorative: z.boolean(),
      credit: z.string(),
      width: z.int(),
      height: z.int(),
      size: z.int(),
      variants: z.json(),
    }),
  )
  .catch([]);

interface StoredSite {
  content: unknown;
  pictures: unknown;
}

/** The site of a template as today's code reads it. */
export function siteOf({ content, pictures }: StoredSite): SiteCopy {
  const { pages, menus } = (content ?? {}) as { pages?: unknown; menus?: unknown };
  const menusRead = navigation.safeParse(menus);
  return { pages: storedPages.parse(pages), pictures: storedPictures.parse(pictures), menus: menusRead.success ? menusRead.data : null };
}

/**
 * A site without what belongs to one portal or one community: data, saved maps, pictures that no page shows.
 *
 * @param isShared other communities will use it: drafts and hidden blocks stay, and so do pictures, with the one that has the right to them
 */
export function templateSite(all: SiteCopy, { isShared }: { isShared: boolean }): SiteCopy {
  const site = isShared ? asVisitorsRead(all) : all;
  const pages = new Set(site.pages.map(({ id }) => id));
  const known = new Set(isShared ? [] : site.pictures.map(({ id }) => id));
  const keeps = { pages: (id: string) => pages.has(id), pictures: (id: string) => known.has(id) };
  const kept = site.pages.map((page) => ({ ...page, content: { ...page.content, blocks: blocksKeeping(page.content.blocks, keeps) } }));
  const said = JSON.stringify(kept);
  const menus = navigation.safeParse(site.menus);
  return {
    pages: kept,
    pictures: site.pictures.filter(({ id }) => known.has(id) && said.includes(id)),
    menus: menus.success ? withoutData(menus.data, keeps) : null,
  };
}

function asVisitorsRead({ pages, ...rest }: SiteCopy): SiteCopy {
  const published = pages.filter(({ isPublished }) => isPublished);
  return {
    ...rest,
    pages: published.map(({ content, ...page }) => ({ ...page, content: { ...content, blocks: shownBlocks(content.blocks) } })),
  };
}

function withoutData(menus: Navigation, keeps: Parameters<typeof linkKeeping>[1]): Navigation {
  const { header, footer, ...rest } = withoutDangling(menus, (link) => linkKeeping(link, keeps) !== undefined);
  const without = <Entry extends { link?: Parameters<typeof linkKeeping>[0] | undefined }>(entry: Entry): Entry => {
    const link = entry.link && linkKeeping(entry.link, keeps);
    return link ? { ...entry, link } : entry;
  };
  return {
    ...rest,
    header: header?.map((entry) => ({ ...without(entry), children: entry.children.map(without) })) ?? null,
    footer: footer.map((column) => ({ ...column, entries: column.entries.map(without) })),
  };
}

/** Refuses a site that is too heavy for a template. */
export function assertTemplateSize(content: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(content));
  if (bytes <= TEMPLATE_BYTES_MAX) return;
  const kilobytes = (size: number) => Math.ceil(size / 1_000);
  throw new DomainError("invalid", "template-too-large", { size: kilobytes(bytes), most: kilobytes(TEMPLATE_BYTES_MAX) });
}

interface TemplateRow extends StoredSite {
  id: string;
  communityId: string;
  name: string;
  description: string;
  baseTheme: string;
  theme: unknown;
  tagline: unknown;
  locales: string[];
  isShared: boolean;
  updatedAt: Date;
}

export function templateOf(row: TemplateRow, communityId: string): PortalTemplate {
  const { pages, pictures } = siteOf(row);
  const home = pages.find(({ slug }) => slug === null);
  const { id, name, description, baseTheme, isShared, updatedAt } = row;
  return {
    id,
    name,
    description,
    baseTheme,
    theme: sanitiseOverrides(row.theme).overrides,
    tagline: localized.catch({}).parse(row.tagline),
    locales: z.array(locale).min(1).catch(["fr"]).parse(row.locales),
    home: sketchOf(home?.content.blocks ?? [], DRAWN_BLOCKS),
    pages: pages.length,
    pictures: pictures.length,
    isShared,
    isOwn: row.communityId === communityId,
    updatedAt,
  };
}
