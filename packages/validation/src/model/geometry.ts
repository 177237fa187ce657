import { z } from "zod";
import { levelSchema, nameSchema } from "./words.ts";

export const geometryTypes = [
  "geometry",
  "point",
  "linestring",
  "polygon",
  "multipoint",
  "multilinestring",
  "multipolygon",
  "geometrycollection",
] as const;
export type GeometryKind = (typeof geometryTypes)[number];

const match = z
  .strictObject({ field: nameSchema, equals: nameSchema })
  .meta({ description: "Only shapes whose `field` equals the other table's field of this name are compared" });
const among = z.strictObject({ field: nameSchema, in: z.array(z.string()).min(1) });
const tolerance = z.number().min(0).optional().meta({ description: "Slivers thinner than this (metres, 0.01 by default) are no fault" });

const code = z.string().optional().meta({ description: "Another code than the rule's own" });

const limit = z.strictObject({ warning: z.number().positive().optional(), error: z.number().positive().optional() });

/** Above `warning` a shape is heavy, above `error` it is refused. */
export const complexitySchema = z.strictObject({
  vertices: limit.optional().meta({ description: "Vertices of a shape" }),
  rings: limit.optional().meta({ description: "Rings of a shape" }),
  parts: limit.optional().meta({ description: "Parts of a shape" }),
  density: limit.optional().meta({ description: "Vertices per metre of outline" }),
  densityAbove: z.int().positive().optional().meta({ description: "Density counts only for shapes of more vertices than this" }),
});
export type Complexity = z.infer<typeof complexitySchema>;

/** What the shapes of a table must be, alone and beside the others. */
export const geometrySchema = z.strictObject({
  type: z.enum(geometryTypes).meta({ description: "`multi…` accepts the single form too" }),
  field: nameSchema.optional().meta({ description: "How reports call it, and the column's name in CSV; WKT by default" }),
  required: z.boolean().optional(),
  isStrict: z.boolean().optional().meta({ description: "The single form is not accepted for the multi one" }),
  valid: z.boolean().optional().meta({ description: "Shapes are valid by OGC rules (by default)" }),
  unique: z.boolean().optional().meta({ description: "No shape twice" }),
  inEmprise: z.boolean().optional().meta({ description: "Shapes lie in the territory that the check was given, if any (by default)" }),
  complexity: complexitySchema.optional(),
  smallest: z
    .strictObject({ length: z.number().positive().optional(), area: z.number().positive().optional() })
    .optional()
    .meta({ description: "Shorter or smaller shapes (metres, square metres) are refused" }),
  noOverlap: z
    .array(
      z.strictObject({
        with: z.array(nameSchema).optional().meta({ description: "Other tables; the table itself by default" }),
        same: z.array(nameSchema).optional().meta({ description: "Only among rows that agree on these fields" }),
        differ: z.array(nameSchema).optional().meta({ description: "Only among rows that differ on one of these fields" }),
        tolerance,
        code,
        level: levelSchema.optional(),
      }),
    )
    .optional(),
  inside: z
    .array(
      z.strictObject({
        table: nameSchema.meta({ description: "The table itself, too, when `where` and `within` tell its rows apart" }),
        where: among.optional().meta({ description: "Only shapes whose field has one of these values are asked" }),
        within: among
          .optional()
          .meta({ description: "Only these shapes of the other table hold; where none of them is delivered nothing is asked" }),
        match: match.optional(),
        tolerance,
        code,
        level: levelSchema.optional(),
      }),
    )
    .optional()
    .meta({ description: "Each shape lies in the union of another table's shapes" }),
  partitionOf: z
    .array(
      z.strictObject({ table: nameSchema, match: match.optional(), tolerance, code, overlapCode: code, level: levelSchema.optional() }),
    )
    .optional()
    .meta({ description: "The shapes cover another table's shape wholly: no hole, no overlap, nothing outside" }),
  level: levelSchema.optional(),
});
export type GeometryRules = z.infer<typeof geometrySchema>;
