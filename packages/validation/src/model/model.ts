import { z } from "zod";
import { fileSchema } from "./file.ts";
import { tableSchema } from "./table.ts";
import { levelSchema, nameSchema, patternSchema, wordsSchema } from "./words.ts";

/** A small table of allowed codes. `file` (a CSV beside the shipped models) is replaced by its columns and rows when the model is loaded. */
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

/** Rules on the metadata record: the national validator's common ones when `rules` is `iso19139`. */
const metadataRulesSchema = z.strictObject({ rules: z.enum(["iso19139", "none"]) });

/**
 * A model: what a delivery of one standard holds. This is the documented format (docs/integrators/validation-models.md, its JSON Schema is
 * models/generated/model.schema.json); `format` is raised when a model of before would be read otherwise.
 */
export const modelSchema = z
  .strictObject({
    $schema: z.string().optional(),
    format: z.literal("archipel-model/1"),
    id: z
      .string()
      .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/)
      .max(80),
    aliases: z.array(z.string().max(80)).optional().meta({ description: "Names under which others know it, such as cnig_PLU_2017" }),
    title: wordsSchema,
    description: wordsSchema.optional(),
    standard: z
      .strictObject({ name: z.string(), version: z.string().optional(), date: z.iso.date().optional(), url: z.url().optional() })
      .optional(),
    folder: z
      .strictObject({ pattern: patternSchema, example: z.string().optional() })
      .optional()
      .meta({ description: "How the delivery's folder (or archive) is named" }),
    crs: z.array(z.int()).optional().meta({ description: "EPSG codes accepted; all known ones by default" }),
    files: z.array(fileSchema).min(1).max(500),
    tables: z.record(nameSchema, tableSchema).optional(),
    codeLists: z.record(nameSchema, codeListSchema).optional(),
    metadata: metadataRulesSchema.optional(),
    otherFiles: z.enum(["warn", "allow"]).optional().meta({ description: "Files that the model does not name; `warn` by default" }),
    extras: z
      .array(z.strictObject({ rule: nameSchema, params: z.record(z.string(), z.json()).optional() }))
      .optional()
      .meta({ description: "Named rules written in code, with their parameters, such as cnig-idurba" }),
    levels: z.partialRecord(z.string(), levelSchema).optional().meta({ description: "Another level for a code" }),
  })
  .meta({ title: "Archipel validation model", description: "What a delivery of one standard holds" });
export type Model = z.infer<typeof modelSchema>;

/** The JSON Schema (2020-12) of the format, for editors and for those who write models elsewhere. */
export function modelJsonSchema() {
  return z.toJSONSchema(modelSchema, { io: "input" });
}
