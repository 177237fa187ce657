import { isDeepStrictEqual } from "node:util";
import { blockChanges } from "@archipel/blocks/changes.ts";
import { completeness } from "@archipel/blocks/completeness.ts";
import { CONTENT_LANGUAGES, type ContentLanguage, isContentLanguage } from "@archipel/blocks/languages.ts";
import {
  PAGE_BYTES_MAX,
  type PageChanges,
  type PageContent,
  pageSlug,
  RESERVED_SLUGS,
  SCHEDULE_YEARS_MAX,
  type SitePageKind,
  type SlugRefusal,
} from "@archipel/contracts/site-pages.ts";
import { z } from "zod";
import { DomainError } from "../../../kernel/domain-error.ts";

/** How many texts a version has, and how many of them each language has. */
interface StoredCompleteness {
  all: number;
  written: Partial<Record<ContentLanguage, number>>;
}
const storedCompleteness = z.object({ all: z.int(), written: z.record(z.string(), z.int()) }).catch({ all: 0, written: {} });

const LANGUAGES = Object.keys(CONTENT_LANGUAGES) as ContentLanguage[];

/** Counts the texts of a page: its title and description with those of its blocks. A text counts when some language has it. */
export function completenessOf({ title, description, blocks }: PageContent): StoredCompleteness {
  const own = [title, description].filter((texts) => Object.keys(texts).length > 0);
  const counted = LANGUAGES.map((language) => {
    const { all, written } = completeness(blocks, language);
    return { language, all: all + own.length, written: written + own.filter((texts) => texts[language] !== undefined).length };
  });
  const written = Object.fromEntries(counted.filter((one) => one.written > 0).map((one) => [one.language, one.written]));
  return { all: counted[0]?.all ?? 0, written };
}

export function storedCompletenessOf(stored: unknown): StoredCompleteness {
  return storedCompleteness.parse(stored);
}

/** The languages in which at least one text is written. */
export function writtenLanguages(stored: unknown): ContentLanguage[] {
  return Object.keys(storedCompleteness.parse(stored).written).filter(isContentLanguage);
}

/** Whether texts of a page are missing in one of these languages. @param stored the completeness of its version */
export function lacksTexts(stored: unknown, locales: readonly string[]): boolean {
  const { all, written } = storedCompleteness.parse(stored);
  return locales.some((locale) => isContentLanguage(locale) && (written[locale] ?? 0) < all);
}

export function isSameContent(one: PageContent, other: PageContent): boolean {
  return isDeepStrictEqual(one, other);
}

export function changesOf(before: PageContent, after: PageContent): PageChanges {
  const parts = ["title", "description", "isInSearch"] as const;
  return {
    content: parts.filter((part) => !isDeepStrictEqual(before[part], after[part])),
    blocks: blockChanges(before.blocks, after.blocks),
  };
}

/** Refuses a page that is too heavy to show: its texts in all languages together. */
export function assertSize(content: PageContent): void {
  const bytes = Buffer.byteLength(JSON.stringify(content));
  if (bytes <= PAGE_BYTES_MAX) return;
  const kilobytes = (size: number) => Math.ceil(size / 1_000);
  throw new DomainError("invalid", "page-too-large", { size: kilobytes(bytes), most: kilobytes(PAGE_BYTES_MAX) }, "blocks");
}

/** Why a slug cannot be an address, without looking at the other pages; null: it can. News have a folder of their own, without words of the portal. */
export function slugRefusal(slug: string, kind: SitePageKind): Exclude<SlugRefusal, "taken"> | null {
  if (!pageSlug.safeParse(slug).success) return "malformed";
  return kind !== "news" && RESERVED_SLUGS.has(slug) ? "reserved" : null;
}

interface Schedule {
  publishAt: Date | null;
  unpublishAt: Date | null;
}

/** Refuses moments that are over, too far, or in the wrong order. */
export function assertSchedule({ publishAt, unpublishAt }: Schedule, now: Date): void {
  const last = new Date(now);
  last.setUTCFullYear(last.getUTCFullYear() + SCHEDULE_YEARS_MAX);
  for (const [field, at] of [
    ["publishAt", publishAt],
    ["unpublishAt", unpublishAt],
  ] as const) {
    if (!at) continue;
    if (at <= now) throw new DomainError("invalid", "page-schedule-past", {}, field);
    if (at > last) throw new DomainError("invalid", "page-schedule-far", { years: SCHEDULE_YEARS_MAX }, field);
  }
  if (publishAt && unpublishAt && unpublishAt <= publishAt) throw new DomainError("invalid", "page-schedule-order", {}, "unpublishAt");
}

/** While its author goes on, a draft that was begun less than this ago is written over: one version, not one for each word. */
export const SAME_DRAFT_MINUTES = 10;

interface KeptVersion {
  id: string;
  number: number;
  kind: string;
  createdAt: Date;
}

const PUBLISHED_KEPT = 100;
const RECENT_DRAFTS_KEPT = 30;
const DAYS_OF_DRAFTS = 30;
const DAY_MS = 86_400_000;

/**
 * The versions of a page that are no longer kept: of drafts the newest thirty stay, then the last one of each day for a month; of the
 * published ones the newest hundred.
 *
 * @param pinned versions that the page names
 */
export function versionsToDrop(versions: readonly KeptVersion[], pinned: ReadonlySet<string>, now: Date): string[] {
  const newest = versions.filter(({ id }) => !pinned.has(id)).toSorted((a, b) => b.number - a.number);
  const published = newest.filter(({ kind }) => kind === "published");
  const drafts = newest.filter(({ kind }) => kind !== "published");
  const days = new Set<number>();
  const old = drafts.slice(RECENT_DRAFTS_KEPT).filter(({ createdAt }) => {
    const day = Math.floor(createdAt.getTime() / DAY_MS);
    const isLastOfDay = !days.has(day);
    days.add(day);
    return !isLastOfDay || now.getTime() - createdAt.getTime() > DAYS_OF_DRAFTS * DAY_MS;
  });
  return [...old, ...published.slice(PUBLISHED_KEPT)].map(({ id }) => id);
}
