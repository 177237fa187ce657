import { z } from "zod";
import { levelSchema, nameSchema, patternSchema, wordsSchema } from "./words.ts";

/** The types of values. A `path` or `filename` refers to a file of the delivery. */
export const fieldTypes = ["string", "boolean", "integer", "double", "date", "datetime", "url", "path", "filename"] as const;
export type FieldType = (typeof fieldTypes)[number];

/** A column of a table and the rules for its values. */
export const fieldSchema = z.strictObject({
  name: nameSchema,
  title: wordsSchema.optional(),
  description: wordsSchema.optional(),
  type: z.enum(fieldTypes),
  required: z.boolean().optional().meta({ description: "An empty value is an error" }),
  isColumnOptional: z.boolean().optional().meta({ description: "The column may be absent even if its values are required" }),
  unique: z.boolean().optional().meta({ description: "Each value occurs only once in the tables of this model" }),
  identifies: z.boolean().optional().meta({ description: "Its value identifies the feature in findings" }),
  minLength: z.int().min(0).optional(),
  maxLength: z.int().min(1).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  unit: z.string().min(1).max(20).optional().meta({ description: "The unit of a number, shown in the forms of a published layer" }),
  pattern: patternSchema.optional(),
  values: z.array(z.string()).min(1).optional().meta({ description: "The allowed values" }),
  codeList: z
    .strictObject({ list: nameSchema, column: nameSchema.optional() })
    .optional()
    .meta({ description: "The allowed values are those of a column (by default the first) of a code list" }),
  reference: z
    .strictObject({ table: nameSchema, field: nameSchema })
    .optional()
    .meta({ description: "Each value exists in this field of this table" }),
  levels: z.partialRecord(z.string(), levelSchema).optional().meta({ description: "Overrides the level of a code for this field" }),
});
export type Field = z.infer<typeof fieldSchema>;
