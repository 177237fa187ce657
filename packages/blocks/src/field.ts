import { z } from "zod";
import { texts } from "./texts.ts";

/**
 * What a property of a block is to the person who fills it in. The schema of a block is built from these, so that its form is made from the
 * schema: `fieldsOf` lists them in order.
 */
export type FieldKind =
  /** `isCode`: a name of the data, the same in each language. */
  | { readonly is: "line" | "lines" | "markdown"; readonly max: number; readonly isCode?: true }
  | {
      readonly is:
        | "link"
        | "picture"
        | "dataset"
        | "datasets"
        | "layer"
        | "map"
        | "figure"
        | "date"
        | "switch"
        | "colour"
        | "icon"
        | "address";
    }
  | { readonly is: "choice"; readonly values: readonly string[] }
  | { readonly is: "number"; readonly min: number; readonly max: number }
  | { readonly is: "list"; readonly min: number; readonly max: number; readonly item: readonly Field[] };

export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly isOptional: boolean;
}

const kinds = z.registry<{ kind: FieldKind }>();

function marked<Schema extends z.ZodType>(schema: Schema, kind: FieldKind): Schema {
  kinds.add(schema, { kind });
  return schema;
}

/** A text on one line, per language. */
export const line = (max = 160) => marked(texts(max, { isOneLine: true }).default({}), { is: "line", max });
/** The name of a field of a layer. It is stored as a text, and no language lacks it when another has it. */
export const column = () => marked(texts(63, { isOneLine: true }).default({}), { is: "line", max: 63, isCode: true });
/** A short text of several lines without marks, per language. */
export const lines = (max = 1_200) => marked(texts(max, { isOneLine: false }).default({}), { is: "lines", max });
/** Markdown, per language. */
export const markdown = (max = 30_000) => marked(texts(max, { isOneLine: false }).default({}), { is: "markdown", max });

const id = z.uuid();

/** Where a link leads. Pages, maps, datasets and layers are named by id: they may move. `to: "address"`: another site, a mail or a telephone. */
export const linkSchema = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("page"), id }),
  z.strictObject({ to: z.literal("dataset"), id }),
  z.strictObject({ to: z.literal("saved-map"), id }),
  z.strictObject({ to: z.literal("map"), layers: z.array(id).max(20).default([]) }),
  /** A point cloud in three dimensions; without a layer, the first one of the portal. `isFlight`: its flight begins at once. */
  z.strictObject({ to: z.literal("points"), layer: id.optional(), isFlight: z.boolean().default(true) }),
  /** `topic`: a subject of the catalogue's facet. */
  z.strictObject({ to: z.literal("catalogue"), query: z.string().trim().max(80).default(""), topic: z.string().max(40).optional() }),
  z.strictObject({ to: z.enum(["home", "answer", "reports", "news", "help", "account"]) }),
  z.strictObject({ to: z.literal("address"), address: webAddress() }),
]);
export type Link = z.infer<typeof linkSchema>;

/** An address of the web, a mail or a telephone; nothing that a browser would run. */
function webAddress() {
  return z
    .string()
    .trim()
    .max(2_000)
    .refine((text) => /^(https?:\/\/[^\s]+|mailto:[^\s@]+@[^\s@]+|tel:\+?[\d\s().-]+)$/i.test(text) && URL.canParse(text), {
      message: "address",
    });
}

/** A picture of the portal's own, by id; `isDecorative` says that it tells nothing, so that it needs no text. */
const pictureSchema = z.strictObject({
  file: id,
  alt: texts(300, { isOneLine: true }).default({}),
  isDecorative: z.boolean().default(false),
  credit: z.string().trim().max(160).default(""),
});
export type Picture = z.infer<typeof pictureSchema>;

export const FIGURE_MEASURES = ["count", "sum", "average", "min", "max", "area", "length"] as const;
/** A number that the platform computes: of the whole catalogue, or of a layer. Areas in hectares, lengths in kilometres. */
const figureSchema = z.discriminatedUnion("of", [
  z.strictObject({ of: z.enum(["datasets", "layers", "features", "members", "reports-settled"]) }),
  z.strictObject({ of: z.literal("layer"), layer: id, measure: z.enum(FIGURE_MEASURES), column: z.string().max(63).optional() }),
]);
export type Figure = z.infer<typeof figureSchema>;

export const ICONS = [
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
export type Icon = (typeof ICONS)[number];

export const link = () => marked(linkSchema.optional(), { is: "link" });
export const picture = () => marked(pictureSchema.optional(), { is: "picture" });
export const figure = () => marked(figureSchema, { is: "figure" });
export const icon = () => marked(z.enum(ICONS).optional(), { is: "icon" });
export const datasets = (max = 12) => marked(z.array(id).max(max).default([]), { is: "datasets" });
export const layer = () => marked(id.optional(), { is: "layer" });
export const savedMap = () => marked(id.optional(), { is: "map" });
export const date = () => marked(z.iso.date().optional(), { is: "date" });
export const colour = () =>
  marked(
    z
      .string()
      .regex(/^#[0-9a-f]{6}$/i)
      .default("#888888"),
    { is: "colour" },
  );
/** An address of another site; a video, a partner. */
export const address = () => marked(webAddress().optional(), { is: "address" });
export const flag = (isOn = false) => marked(z.boolean().default(isOn), { is: "switch" });
export const choice = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  marked(z.enum(values).default(values[0] as never), { is: "choice", values });
export const number = (min: number, max: number, first: number) =>
  marked(z.number().int().min(min).max(max).default(first), { is: "number", min, max });
/** Entries of the same shape, in the order in which they are shown. */
export function list<Shape extends z.ZodRawShape>(shape: Shape, { min = 0, max }: { readonly min?: number; readonly max: number }) {
  return marked(z.array(z.strictObject(shape)).max(max).default([]), { is: "list", min, max, item: fieldsOf(shape) });
}

/** The fields of a form for these properties, in their order. */
export function fieldsOf(shape: z.ZodRawShape): Field[] {
  return Object.entries(shape).map(([name, schema]) => {
    const known = kinds.get(schema as z.ZodType);
    if (!known) throw new Error(`the property ${name} does not say what it is`);
    return { name, kind: known.kind, isOptional: (schema as z.ZodType).safeParse(undefined).success };
  });
}
