import { LOCALES } from "@archipel/i18n/locales.ts";
import { z } from "zod";
import { relationKindSchema } from "./rule.ts";
import { keySchema, messagesSchema, nameSchema } from "./texts.ts";
import { statusSchema, themeSchema } from "./theme.ts";

const authoritySchema = z.strictObject({
  name: messagesSchema,
  web: z.url({ protocol: /^https?$/ }).optional(),
});

/** A table of codes and their labels, like those of validation models. A column named `fr` or `en` has the labels in that language. */
export const codeListSchema = z.strictObject({
  columns: z.array(nameSchema).min(1).max(12),
  rows: z.array(z.array(z.string().max(500))).max(2_000),
});
export type CodeList = z.infer<typeof codeListSchema>;

/**
 * Answer rules of one field of law or knowledge, as data. A portal reads packs, and changes single rules by their keys (`overrides.ts`);
 * the pack itself stays as its author published it. Raise `format` when an existing pack would get another meaning.
 */
export const packSchema = z.strictObject({
  $schema: z.string().optional(),
  format: z.literal("archipel-answers/1"),
  id: keySchema,
  version: z.string().min(1).max(40),
  title: messagesSchema,
  description: messagesSchema.optional(),
  authorities: z.record(keySchema, authoritySchema),
  codeLists: z.record(nameSchema, codeListSchema).default({}),
  /** What codes of a list mean in a language that the standard's own labels are not in. The label stays, and this is said beside it. */
  glosses: z.record(nameSchema, z.record(z.string().max(80), z.partialRecord(z.enum(LOCALES), z.string().min(1).max(200)))).optional(),
  /** What is added to a statement, by relation: the share, the distance, or that a limit is uncertain. */
  relations: z.partialRecord(relationKindSchema, messagesSchema),
  /** What the states of documents mean, and the line that names such a document. A document in another state never answers. */
  documents: z.strictObject({
    statuses: z.record(z.string().max(40), statusSchema),
    lines: z.partialRecord(statusSchema, messagesSchema),
  }),
  /** The sentence for a value without a rule. */
  withoutRule: messagesSchema,
  disclaimers: z.array(messagesSchema).max(10).default([]),
  glossary: z.record(keySchema, z.strictObject({ term: messagesSchema, text: messagesSchema })).default({}),
  themes: z.array(themeSchema).min(1).max(100),
});
export type Pack = z.infer<typeof packSchema>;

/** The JSON Schema (2020-12) of a pack, for editors and other programs. */
export function packJsonSchema() {
  return z.toJSONSchema(packSchema, { io: "input" });
}
