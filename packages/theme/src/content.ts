import { type Block, type BlockOf, blocksSchema } from "@archipel/blocks/blocks.ts";
import { ICONS } from "@archipel/blocks/field.ts";
import { z } from "zod";

const text = (max: number) => z.strictObject({ fr: z.string().trim().min(1).max(max), en: z.string().trim().min(1).max(max).optional() });

const shortTextSchema = text(160);
const longTextSchema = text(1200);

/** A text in the interface's languages, of which at least one is present. */
export interface LocalisedText {
  readonly fr?: string | undefined;
  readonly en?: string | undefined;
}

const icon = z.enum(ICONS);

/** Target of an entry, always inside the portal. */
const target = z.discriminatedUnion("page", [
  z.strictObject({ page: z.literal("map") }),
  z.strictObject({ page: z.literal("catalogue"), topic: z.string().max(40).optional(), query: z.string().max(80).optional() }),
  z.strictObject({ page: z.literal("help") }),
]);

const entry = z.strictObject({ title: shortTextSchema, text: longTextSchema, icon: icon.optional(), target: target.optional() });

const blockSchema = z.discriminatedUnion("kind", [
  /** The territory card: choose a commune, then go to its map. */
  z.strictObject({ kind: z.literal("territory"), title: shortTextSchema, text: longTextSchema }),
  /** The first datasets of the portal, shown as documents in force. */
  z.strictObject({
    kind: z.literal("documents"),
    title: shortTextSchema,
    text: longTextSchema.optional(),
    limit: z.number().int().min(1).max(12),
  }),
  /** A legend in plain words: a colour of the map beside its meaning. */
  z.strictObject({
    kind: z.literal("legend"),
    title: shortTextSchema,
    text: longTextSchema.optional(),
    items: z
      .array(
        z.strictObject({
          code: z.string().max(8),
          colour: z.string().regex(/^#[0-9a-f]{6}$/i),
          title: shortTextSchema,
          text: longTextSchema,
        }),
      )
      .min(1)
      .max(12),
  }),
  /** Groups of subjects, each a large card. */
  z.strictObject({ kind: z.literal("families"), title: shortTextSchema, items: z.array(entry).min(2).max(8) }),
  /** What is going on now; nothing when there are no alerts: "no alert" is said only where someone keeps them. */
  z.strictObject({
    kind: z.literal("alerts"),
    title: shortTextSchema,
    /** Of older contents; not shown. */
    calm: longTextSchema.optional(),
    items: z
      .array(z.strictObject({ level: z.number().int().min(1).max(4), title: shortTextSchema, text: longTextSchema, date: z.iso.date() }))
      .max(10),
  }),
  /** Steps to follow, numbered. */
  z.strictObject({
    kind: z.literal("steps"),
    title: shortTextSchema,
    text: longTextSchema.optional(),
    items: z.array(entry).min(2).max(8),
  }),
  /** Current counts from the catalogue. */
  z.strictObject({ kind: z.literal("figures"), title: shortTextSchema }),
  /** Where data exist: the extents of the datasets on a small map. */
  z.strictObject({ kind: z.literal("coverage"), title: shortTextSchema, text: longTextSchema }),
  /** The datasets as downloads. */
  z.strictObject({
    kind: z.literal("downloads"),
    title: shortTextSchema,
    text: longTextSchema.optional(),
    limit: z.number().int().min(1).max(12),
  }),
  z.strictObject({
    kind: z.literal("news"),
    title: shortTextSchema,
    items: z.array(z.strictObject({ date: z.iso.date(), title: shortTextSchema, text: longTextSchema })).max(10),
  }),
  z.strictObject({ kind: z.literal("text"), title: shortTextSchema, text: longTextSchema }),
]);

/** The most places to look elsewhere: more are a list that nobody reads. */
export const ELSEWHERE_MAX = 4;

/** Where to look for what lies outside a portal: other sites, which its search names when it says that a place is not here. */
export const elsewhereSchema = z
  .array(
    z.strictObject({
      name: z.strictObject({ fr: z.string().trim().min(1).max(80), en: z.string().trim().max(80).optional() }),
      url: z.url({ protocol: /^https?$/ }).max(500),
    }),
  )
  .max(ELSEWHERE_MAX);
export type Elsewhere = z.infer<typeof elsewhereSchema>;

/** What a base theme says (`content.json`): the blocks of its home, and the names of what every portal has. */
export const contentSchema = z.strictObject({
  tagline: shortTextSchema,
  home: blocksSchema,
  /** The portal's own names for its pages. */
  words: z.strictObject({ map: shortTextSchema, catalogue: shortTextSchema }),
  /** Where to look for places that the portal does not have; a portal may choose others. */
  elsewhere: elsewhereSchema,
});
export type PortalContent = z.infer<typeof contentSchema>;

/** The opening of a home, whose question and placeholder other pages repeat. */
export function openingOf(home: readonly Block[]): BlockOf<"hero">["props"] | undefined {
  return home.find((block): block is BlockOf<"hero"> => block.type === "hero")?.props;
}

/** The hero of contents that were stored before pages were lists of blocks. */
const heroSchema = z.strictObject({
  layout: z.enum(["plan", "split", "immersive", "plain"]),
  question: shortTextSchema,
  placeholder: shortTextSchema,
  hint: longTextSchema.optional(),
  examples: z.array(z.string().min(1).max(80)).max(4),
});

/** A home as portals stored it before pages were lists of blocks. */
export const contentOverridesSchema = z.strictObject({
  tagline: shortTextSchema.optional(),
  hero: heroSchema.partial().optional(),
  blocks: z.array(blockSchema).max(12).optional(),
  words: contentSchema.shape.words.partial().optional(),
});

/** The text in a language, or in the other one when it is not translated. */
export function inLocale(value: LocalisedText, locale: "fr" | "en"): string {
  return value[locale] ?? value.fr ?? value.en ?? "";
}
