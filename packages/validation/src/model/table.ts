import { z } from "zod";
import { conditionSchema } from "./condition.ts";
import { fieldSchema } from "./field.ts";
import { geometrySchema } from "./geometry.ts";
import { levelSchema, nameSchema, wordsSchema } from "./words.ts";

/** Fields whose combined values must exist in a code list or in another table. */
export const foreignKeySchema = z.strictObject({
  fields: z.array(nameSchema).min(1),
  to: z.union([
    z.strictObject({ codeList: nameSchema, columns: z.array(nameSchema).min(1) }),
    z.strictObject({ table: nameSchema, fields: z.array(nameSchema).min(1) }),
  ]),
  level: levelSchema.optional(),
});
export type ForeignKey = z.infer<typeof foreignKeySchema>;

/** The fields, geometry and conditions of a table. */
export const tableSchema = z.strictObject({
  title: wordsSchema.optional(),
  description: wordsSchema.optional(),
  fields: z.array(fieldSchema).max(500),
  geometry: geometrySchema.optional().meta({ description: "Absent for a table without geometry" }),
  conditions: z.array(conditionSchema).optional(),
  foreignKeys: z.array(foreignKeySchema).optional(),
  mayBeEmpty: z.boolean().optional().meta({ description: "A table without rows is not an error" }),
  otherFields: z.enum(["warn", "allow"]).optional().meta({ description: "Columns that are not among the fields; `warn` by default" }),
});
export type TableModel = z.infer<typeof tableSchema>;
