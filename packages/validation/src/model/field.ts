import { z } from "zod";
import { levelSchema, nameSchema, patternSchema, wordsSchema } from "./words.ts";

/** What a value must be readable as. `path` and `filename` name a file of the delivery. */
export const fieldTypes = ["string", "boolean", "integer", "double", "date", "datetime", "url", "path", "filename"] as const;
export type FieldType = (typeof fieldTypes)[number];

/** One column of a table, with what its values must be. */
export const fieldSchema = z.strictObject({
  name: nameSchema,
  title: wordsSchema.optional(),
  description: wordsSchema.optional(),
  type: z.enum(fieldTypes),
  required: z.boolean().optional().meta({ description: "An empty value is an error" }),
  isColumnOptional: z.boolean().optional().meta({ description: "The whole column may be missing although its values are required" }),
  unique: z.boolean().optional().meta({ description: "No value twice in the tables of this model" }),
  identifies: z.boolean().optional().meta({ description: "Its value names the feature in reports" }),
  minLength: z.int().min(0).optional(),
  maxLength: z.int().min(1).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  pattern: patternSchema.optional(),
  values: z.array(z.string()).min(1).optional().meta({ description: "The only values allowed" }),
  codeList: z
    .strictObject({ list: nameSchema, column: nameSchema.optional() })
    .optional()
    .meta({ description: "The only values allowed are those of a column (the first one by default) of a code list" }),
  reference: z
    .strictObject({ table: nameSchema, field: nameSchema })
    .optional()
    .meta({ description: "Each value exists in that field of that table" }),
  levels: z.partialRecord(z.string(), levelSchema).optional().meta({ description: "Another level for a code, on this field" }),
});
export type Field = z.infer<typeof fieldSchema>;
