import { z } from "zod";
import { testSchema } from "./test.ts";
import { keySchema, nameSchema } from "./texts.ts";

/** A table of a model; one `*` matches any text. */
const tableSchema = nameSchema.regex(/^[^*]*\*?[^*]*$/);

/** The layers that can speak: tables of models (`cnig-plu` means all its editions), or layers that a clerk has given a tag. */
const layersSchema = z.union([
  z.strictObject({ models: z.array(keySchema).min(1).max(20), tables: z.array(tableSchema).min(1).max(40) }),
  z.strictObject({ tag: keySchema }),
]);

/** Where a feature concerns the place: on it, within a ring around it, or in its commune. */
const placeSchema = z.discriminatedUnion("on", [
  z.strictObject({ on: z.literal("geometry"), ringM: z.number().positive().max(20_000).optional() }),
  z.strictObject({ on: z.literal("communeCode"), field: nameSchema }),
]);

/**
 * The rows that belong to a feature in a standard; core-api knows how to find each, and adds their columns to the feature's.
 * `plan-document`: DOC_URBA by IDURBA. `easement-act`: from the footprint to its generator (TYPE), its easement (CATEGORIE, else by the name
 * of the table), the act and its manager. `risk-procedure`: the procedure, its state and its files.
 */
const links = ["plan-document", "easement-act", "risk-procedure"] as const;

/**
 * A layer that a theme needs. `needed`: without it the theme cannot clear a place. `alternative`: one of the alternatives is enough.
 * `extra`: it is read if it exists.
 */
export const sourceSchema = z.strictObject({
  key: keySchema,
  layers: layersSchema,
  role: z.enum(["needed", "alternative", "extra"]),
  /** Sets of fields that only this published table has: a layer with all fields of one is proposed for the source's tag. */
  signs: z.array(z.array(nameSchema).min(1).max(6)).max(5).optional(),
  place: placeSchema,
  link: z.enum(links).optional(),
  /** The first and last day for which the source counts: a new map replaces an old one on a day. */
  validFrom: z.iso.date().optional(),
  validUntil: z.iso.date().optional(),
  minAreaM2: z.number().min(0).max(10_000).default(1),
  minLengthM: z.number().min(0).max(1_000).default(1),
  /** The code that decides, with the list that explains it. Its missing last parts count as `00`. */
  code: z
    .strictObject({
      /** Names of the list in the editions of a standard; the first that the layer's model or the pack has. */
      lists: z.array(nameSchema).min(1).max(6),
      fields: z.array(nameSchema).min(1).max(3),
      /** The columns with the articles of law, and the text of law that they are of. */
      articles: z.strictObject({ columns: z.array(nameSchema).min(1).max(3), law: z.string().min(1).max(120) }).optional(),
    })
    .optional(),
  /** Fields with the name of the feature, the first filled one counts. */
  label: z.array(nameSchema).max(5).default([]),
  /** Fields with the file to read. */
  file: z.strictObject({ name: nameSchema.optional(), url: nameSchema.optional() }).optional(),
  /** Fields whose values separate features that are not one thing. Features that agree in them, in code, name and document are merged. */
  apart: z.array(nameSchema).max(5).default([]),
  /** Only features that pass all these tests count. */
  only: z.array(testSchema).max(5).default([]),
  /** Features that pass one of these tests do not count: other sources speak for them. */
  except: z.array(testSchema).max(5).default([]),
  /** Features that pass all these tests have no true position: only their commune is named. */
  withoutPosition: z.array(testSchema).max(5).optional(),
});
export type SourceRequirement = z.infer<typeof sourceSchema>;

/** What is known of a layer: the model and table that it was checked by, and its tags. */
export interface LayerFacts {
  model: string | null;
  table: string | null;
  tags: readonly string[];
}

/** True when a layer can be this source. `cnig-plu` covers `cnig-plu-2017`, and never `cnig-plui-2017`; a `*` in a table covers any text. */
export function isSource({ layers }: Pick<SourceRequirement, "layers">, { model, table, tags }: LayerFacts): boolean {
  if ("tag" in layers) return tags.includes(layers.tag);
  if (model === null || table === null) return false;
  return layers.models.some((name) => model === name || model.startsWith(`${name}-`)) && layers.tables.some((name) => isTable(name, table));
}

function isTable(name: string, table: string): boolean {
  const [head = "", tail] = name.toUpperCase().split("*");
  const upper = table.toUpperCase();
  if (tail === undefined) return upper === head;
  return upper.length >= head.length + tail.length && upper.startsWith(head) && upper.endsWith(tail);
}
