import { z } from "zod";
import { BLOCKS_MAX, type Block, blockSchema } from "./blocks.ts";
import { ICONS, type Link } from "./field.ts";
import type { Texts } from "./texts.ts";

/**
 * The home of a portal as it was stored before pages had typed blocks: `content.json` of a theme, or what a portal had changed of it.
 * Only conversions read this shape; it never changes.
 */
const oldText = z.object({ fr: z.string().optional(), en: z.string().optional() });
const oldTarget = z.discriminatedUnion("page", [
  z.object({ page: z.literal("map") }),
  z.object({ page: z.literal("catalogue"), topic: z.string().optional(), query: z.string().optional() }),
  z.object({ page: z.literal("help") }),
]);
const oldEntry = z.object({ title: oldText, text: oldText, icon: z.enum(ICONS).optional().catch(undefined), target: oldTarget.optional() });
const dated = { title: oldText, text: oldText, date: z.string() };
const titled = { title: oldText, text: oldText.optional() };
const oldBlock = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["territory", "coverage", "text"]), ...titled }),
  z.object({ kind: z.enum(["documents", "downloads"]), ...titled, limit: z.int() }),
  z.object({
    kind: z.literal("legend"),
    ...titled,
    items: z.array(z.object({ code: z.string(), colour: z.string(), title: oldText, text: oldText })),
  }),
  z.object({ kind: z.literal("families"), title: oldText, items: z.array(oldEntry) }),
  z.object({ kind: z.literal("steps"), ...titled, items: z.array(oldEntry) }),
  z.object({ kind: z.literal("figures"), title: oldText }),
  z.object({
    kind: z.literal("alerts"),
    title: oldText,
    calm: oldText.optional(),
    items: z.array(z.object({ level: z.number(), ...dated })),
  }),
  z.object({ kind: z.literal("news"), title: oldText, items: z.array(z.object(dated)) }),
]);
type OldBlock = z.infer<typeof oldBlock>;
type OldText = z.infer<typeof oldText>;

const oldHero = z
  .object({
    layout: z.string(),
    question: oldText,
    placeholder: oldText,
    hint: oldText,
    examples: z.array(z.string()),
  })
  .partial();
export const oldContentSchema = z.object({
  /** Of the portal's settings: they replaced the question and the hint of the hero. */
  question: oldText.optional(),
  intro: oldText.optional(),
  hero: oldHero.optional(),
  blocks: z.array(oldBlock).optional(),
});
export type OldContent = z.infer<typeof oldContentSchema>;

/** Ids are made of the place and the kind, so that the same content always becomes the same blocks. */
const idOf = (kind: string, index: number) => `${kind.slice(0, 12)}${String(index).padStart(2, "0")}`;
const LONGEST = 1_200;

/** The languages of a text as the new shape has them: without empty ones, and on one line where it has to be. */
function lineOf(text: OldText | undefined, max = 160): Texts {
  return mapTexts(text, (one) =>
    one
      .replace(/\p{Cc}+/gu, " ")
      .trim()
      .slice(0, max),
  );
}
function linesOf(text: OldText | undefined): Texts {
  return mapTexts(text, (one) => one.trim().slice(0, LONGEST));
}
function mapTexts(text: OldText | undefined, change: (one: string) => string): Texts {
  const changed = (["fr", "en"] as const).map((language) => [language, change(text?.[language] ?? "")] as const);
  return Object.fromEntries(changed.filter(([, one]) => one !== ""));
}

/** Plain text as Markdown that shows the same: what could be a mark is escaped, and lines stay apart. */
export function escapeMarkdown(text: string): string {
  return text
    .split(/\s*\n\s*/)
    .map((line) =>
      line
        .replace(/[\\`*_[\]<>#~|&]/g, "\\$&")
        .replace(/^[-+=]/, "\\$&")
        .replace(/^(\d+)([.)])/, "$1\\$2"),
    )
    .join("\n\n");
}

const markdownOf = (text: OldText | undefined): Texts => mapTexts(text, (one) => escapeMarkdown(one.trim()));

function linkOf(target: z.infer<typeof oldTarget> | undefined): Link | undefined {
  if (!target) return undefined;
  if (target.page === "map") return { to: "map", layers: [] };
  if (target.page === "help") return { to: "help" };
  const topic = target.topic?.slice(0, 40);
  return { to: "catalogue", query: target.query?.trim().slice(0, 80) ?? "", ...(topic && { topic }) };
}

function entryOf({ title, text, icon, target }: z.infer<typeof oldEntry>) {
  const link = linkOf(target);
  return { title: lineOf(title), text: linesOf(text), ...(icon && { icon }), ...(link && { link }) };
}

const LEVELS = {
  fr: ["niveau faible", "niveau modéré", "niveau fort", "niveau très fort"],
  en: ["low level", "moderate level", "high level", "very high level"],
} as const;

/** "28 novembre 2026", and the level of an alert. */
function factsOf(language: "fr" | "en", date: string, level: number | undefined): string {
  const day = new Date(date);
  const written = Number.isNaN(day.getTime())
    ? date
    : day.toLocaleDateString(`${language}-${language === "fr" ? "FR" : "GB"}`, { dateStyle: "long", timeZone: "UTC" });
  const words = level === undefined ? undefined : LEVELS[language][level - 1];
  return words ? `${written}, ${words}` : written;
}

/** Alerts and news that were typed into the home are dated texts: the blocks of today show what is published elsewhere. */
function datedTexts(items: readonly { title: OldText; text: OldText; date: string; level?: number }[]): Texts {
  const languages = (["fr", "en"] as const).filter((language) => items.some(({ title, text }) => title[language] || text[language]));
  const written = languages.map((language) => {
    const entries = items.map(({ title, text, date, level }) => {
      const [heading, body] = [title[language] ?? title.fr ?? title.en ?? "", text[language] ?? text.fr ?? text.en ?? ""];
      const facts = escapeMarkdown(factsOf(language, date, level));
      return `**${escapeMarkdown(lineOf({ fr: heading }).fr ?? "")}** (${facts})\n\n${escapeMarkdown(body.trim())}`;
    });
    return [language, entries.join("\n\n")] as const;
  });
  return Object.fromEntries(written);
}

/** The type and the properties of today for an old block; its place gives the id. */
function convertBlock(old: OldBlock): { type: Block["type"]; props: Record<string, unknown> } {
  const title = lineOf(old.title);
  switch (old.kind) {
    case "territory":
    case "coverage":
      return { type: old.kind, props: { title, text: linesOf(old.text) } };
    case "text":
      return { type: "text", props: { title, text: markdownOf(old.text) } };
    case "documents":
    case "downloads": {
      const limit = Math.min(12, Math.max(1, old.limit));
      return { type: "datasets", props: { title, text: linesOf(old.text), looks: old.kind, limit } };
    }
    case "legend": {
      const items = old.items.map(({ code, colour, title: name, text }) => ({
        code: lineOf({ fr: code }, 12),
        colour,
        title: lineOf(name),
        text: linesOf(text),
      }));
      return { type: "legend", props: { title, text: linesOf(old.text), items } };
    }
    case "families":
      return { type: "cards", props: { title, items: old.items.map(entryOf) } };
    case "steps":
      return { type: "steps", props: { title, text: linesOf(old.text), items: old.items.map(entryOf) } };
    case "figures":
      return { type: "figures", props: { title } };
    case "alerts":
    case "news":
      return old.items.length === 0
        ? { type: old.kind, props: { title } }
        : { type: "text", props: { title, text: datedTexts(old.items) } };
  }
}

function convertHero({ layout, question, placeholder, hint, examples }: z.infer<typeof oldHero>): Record<string, unknown> {
  return {
    ...(layout !== undefined && { layout }),
    ...(question && { question: lineOf(question) }),
    ...(placeholder && { placeholder: lineOf(placeholder, 120) }),
    ...(hint && { hint: linesOf(hint) }),
    ...(examples && { examples: examples.slice(0, 4).map((text) => ({ text: lineOf({ fr: text }, 80) })) }),
  };
}

const currentOf = (stored: { id: string; type: string; props: Record<string, unknown> }): Block => blockSchema.parse({ v: 1, ...stored });

/**
 * The blocks of a home that was stored in the old shape. What the portal had not changed comes from its theme.
 *
 * @param themeHome the home of the portal's base theme, in today's blocks
 * @returns undefined when the portal had changed nothing: its home is that of the theme
 */
export function convertContent(old: OldContent, themeHome: readonly Block[]): Block[] | undefined {
  const isBlank = (text: OldText | undefined) => !text?.fr && !text?.en;
  const changed = convertHero({
    ...old.hero,
    ...(!isBlank(old.question) && { question: old.question }),
    ...(!isBlank(old.intro) && { hint: old.intro }),
  });
  if (Object.keys(changed).length === 0 && old.blocks === undefined) return undefined;
  const [hero] = themeHome.filter(({ type }) => type === "hero");
  const rest = themeHome.filter(({ type }) => type !== "hero");
  const first = currentOf({ id: idOf("hero", 0), type: "hero", props: { ...hero?.props, ...changed } });
  const blocks = old.blocks?.map((block, index) => {
    const { type, props } = convertBlock(block);
    return currentOf({ id: idOf(type, index + 1), type, props });
  });
  return [first, ...(blocks ?? rest)].slice(0, BLOCKS_MAX);
}
