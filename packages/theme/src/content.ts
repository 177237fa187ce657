import { z } from "zod";

/**
 * The texts and blocks of a portal, in order: data of a theme (`content.json`) that a portal may replace.
 * Plain text only, so nothing needs to be sanitised when it is shown.
 */
const text = (max: number) => z.strictObject({ fr: z.string().trim().min(1).max(max), en: z.string().trim().min(1).max(max).optional() });

const shortTextSchema = text(160);
const longTextSchema = text(1200);

/** A text in the interface's languages, of which at least one is present. */
export interface LocalisedText {
  readonly fr?: string | undefined;
  readonly en?: string | undefined;
}

/** Icons a block may name; the ui package draws them. */
export const BLOCK_ICONS = [
  "building",
  "calendar",
  "compass",
  "droplets",
  "factory",
  "file-text",
  "flame",
  "home",
  "info",
  "landmark",
  "layers",
  "map",
  "map-pin",
  "mountain",
  "phone",
  "radio",
  "ruler",
  "scan",
  "shield",
  "trees",
  "waves",
] as const;
const icon = z.enum(BLOCK_ICONS);

/** Target of an entry, always inside the portal. */
const target = z.discriminatedUnion("page", [
  z.strictObject({ page: z.literal("map") }),
  z.strictObject({ page: z.literal("catalogue"), topic: z.string().max(40).optional(), query: z.string().max(80).optional() }),
  z.strictObject({ page: z.literal("help") }),
]);
export type BlockTarget = z.infer<typeof target>;

const entry = z.strictObject({ title: shortTextSchema, text: longTextSchema, icon: icon.optional(), target: target.optional() });

export const blockSchema = z.discriminatedUnion("kind", [
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
export type HomeBlock = z.infer<typeof blockSchema>;

const HERO_LAYOUTS = ["plan", "split", "immersive", "plain"] as const;

export const contentSchema = z.strictObject({
  tagline: shortTextSchema,
  hero: z.strictObject({
    layout: z.enum(HERO_LAYOUTS),
    question: shortTextSchema,
    placeholder: shortTextSchema,
    hint: longTextSchema.optional(),
    examples: z.array(z.string().min(1).max(80)).max(4),
  }),
  blocks: z.array(blockSchema).max(12),
  /** The portal's own names for its pages. */
  words: z.strictObject({ map: shortTextSchema, catalogue: shortTextSchema }),
});
export type PortalContent = z.infer<typeof contentSchema>;

/** A portal's changes: a part that is given replaces the whole part of the theme. */
export const contentOverridesSchema = z.strictObject({
  tagline: shortTextSchema.optional(),
  hero: contentSchema.shape.hero.partial().optional(),
  blocks: contentSchema.shape.blocks.optional(),
  words: contentSchema.shape.words.partial().optional(),
});
export type ContentOverrides = z.infer<typeof contentOverridesSchema>;

/** The theme's content with the portal's changes applied. */
export function resolveContent(base: PortalContent, overrides: ContentOverrides = {}): PortalContent {
  return {
    tagline: overrides.tagline ?? base.tagline,
    hero: { ...base.hero, ...stated(overrides.hero) },
    blocks: overrides.blocks ?? base.blocks,
    words: { ...base.words, ...stated(overrides.words) },
  };
}

/** The text in a language, or in the other one when it is not translated. */
export function inLocale(value: LocalisedText, locale: "fr" | "en"): string {
  return value[locale] ?? value.fr ?? value.en ?? "";
}

type Stated<T> = { [key in keyof T]?: Exclude<T[key], undefined> };
function stated<T extends object>(value: T | undefined): Stated<T> {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, entry]) => entry !== undefined)) as Stated<T>;
}
