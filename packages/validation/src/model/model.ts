import { z } from "zod";
import { fileSchema } from "./file.ts";
import { tableSchema } from "./table.ts";
import { levelSchema, nameSchema, patternSchema, wordsSchema } from "./words.ts";

/** A table of allowed codes. Loading the model replaces `file` (a CSV beside the shipped models) by its columns and rows. */
export const codeListSchema = z.union([
  z.strictObject({
    title: wordsSchema.optional(),
    source: z.string().optional(),
    columns: z.array(nameSchema).min(1),
    rows: z.array(z.array(z.string())).max(20_000),
  }),
  z.strictObject({ title: wordsSchema.optional(), source: z.string().optional(), file: z.string().regex(/^[\w./-]+\.csv$/) }),
]);
export type CodeList = Extract<z.infer<typeof codeListSchema>, { rows: unknown }>;

/** Rules for the metadata record. `iso19139`: the common rules of the national validator. */
const metadataRulesSchema = z.strictObject({ rules: z.enum(["iso19139", "none"]) });

/**
 * A model describes the deliveries of one standard. The format is documented in docs/integrators/validation-models.md; its JSON Schema is
 * models/generated/model.schema.json. Raise `format` when an existing model would get another meaning.
 */
export const modelSchema = z
  .strictObject({
    $schema: z.string().optional(),
    format: z.literal("archipel-model/1"),
    id: z
      .string()
      .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/)
      .max(80),
    aliases: z.array(z.string().max(80)).optional().meta({ description: "Its names in other systems, for example cnig_PLU_2017" }),
    title: wordsSchema,
    description: wordsSchema.optional(),
    standard: z
      .strictObject({ name: z.string(), version: z.string().optional(), date: z.iso.date().optional(), url: z.url().optional() })
      .optional(),
    folder: z
      .strictObject({ pattern: patternSchema, example: z.string().optional() })
      .optional()
      .meta({ description: "Pattern of the name of the delivery's folder or archive" }),
    crs: z.array(z.int()).optional().meta({ description: "Accepted EPSG codes; by default all known codes" }),
    files: z.array(fileSchema).min(1).max(500),
    tables: z.record(nameSchema, tableSchema).optional(),
    codeLists: z.record(nameSchema, codeListSchema).optional(),
    metadata: metadataRulesSchema.optional(),
    otherFiles: z.enum(["warn", "allow"]).optional().meta({ description: "Files that match no file of the model; `warn` by default" }),
    extras: z
      .array(z.strictObject({ rule: nameSchema, params: z.record(z.string(), z.json()).optional() }))
      .optional()
      .meta({ description: "Named rules written in code, with their parameters; for example cnig-idurba" }),
    levels: z.partialRecord(z.string(), levelSchema).optional().meta({ description: "Overrides the levels of codes" }),
  })
  .meta({ title: "Archipel validation model", description: "Describes the deliveries of one standard" });
export type Model = z.infer<typeof modelSchema>;

/** The JSON Schema (2020-12) of the format, for editors and external tools. */
export function modelJsonSchema() {
  return z.toJSONSchema(modelSchema, { io: "input" });
}
