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
  .meta({ description: "Compares only geometries whose `field` equals this field of the other table" });
const among = z.strictObject({ field: nameSchema, in: z.array(z.string()).min(1) });
const tolerance = z.number().min(0).optional().meta({ description: "Slivers thinner than this (metres, 0.01 by default) are ignored" });

const code = z.string().optional().meta({ description: "Replaces the code of the rule" });

const limit = z.strictObject({ warning: z.number().positive().optional(), error: z.number().positive().optional() });

/** Limits on a geometry: above `warning` it gives a warning, above `error` an error. */
export const complexitySchema = z.strictObject({
  vertices: limit.optional().meta({ description: "Number of vertices" }),
  rings: limit.optional().meta({ description: "Number of rings" }),
  parts: limit.optional().meta({ description: "Number of parts" }),
  density: limit.optional().meta({ description: "Vertices per metre of outline" }),
  densityAbove: z
    .int()
    .positive()
    .optional()
    .meta({ description: "Density is checked only for lines and rings with more vertices than this" }),
});
export type Complexity = z.infer<typeof complexitySchema>;

/** The rules for the geometries of a table, each alone and compared with others. */
export const geometrySchema = z.strictObject({
  type: z.enum(geometryTypes).meta({ description: "`multi…` also accepts the single type" }),
  field: nameSchema.optional().meta({ description: "Name in findings, and of the column in CSV; WKT by default" }),
  required: z.boolean().optional(),
  isStrict: z.boolean().optional().meta({ description: "A `multi…` type does not accept the single type" }),
  valid: z.boolean().optional().meta({ description: "Geometries must be valid by the OGC rules (by default)" }),
  unique: z.boolean().optional().meta({ description: "No geometry occurs twice" }),
  inEmprise: z
    .boolean()
    .optional()
    .meta({ description: "Geometries must be inside the territory of the check, if one is given (by default)" }),
  complexity: complexitySchema.optional(),
  smallest: z
    .strictObject({ length: z.number().positive().optional(), area: z.number().positive().optional() })
    .optional()
    .meta({ description: "Shorter or smaller geometries (metres, square metres) are errors" }),
  noOverlap: z
    .array(
      z.strictObject({
        with: z.array(nameSchema).optional().meta({ description: "Other tables to compare with; by default the table itself" }),
        same: z.array(nameSchema).optional().meta({ description: "Compares only rows with equal values in all these fields" }),
        differ: z.array(nameSchema).optional().meta({ description: "Compares only rows with different values in one of these fields" }),
        tolerance,
        code,
        level: levelSchema.optional(),
      }),
    )
    .optional(),
  inside: z
    .array(
      z.strictObject({
        table: nameSchema.meta({
          description: "The containing table; it may be the same table when `where` and `within` select different rows",
        }),
        where: among.optional().meta({ description: "Checks only geometries whose field has one of these values" }),
        within: among
          .optional()
          .meta({ description: "Selects the containing geometries by a field; the rule is skipped when none of them is delivered" }),
        match: match.optional(),
        tolerance,
        code,
        level: levelSchema.optional(),
      }),
    )
    .optional()
    .meta({ description: "Each geometry is inside the union of another table's geometries" }),
  partitionOf: z
    .array(
      z.strictObject({ table: nameSchema, match: match.optional(), tolerance, code, overlapCode: code, level: levelSchema.optional() }),
    )
    .optional()
    .meta({ description: "The geometries cover a geometry of another table exactly: no gap, no overlap, nothing outside" }),
  level: levelSchema.optional(),
});
export type GeometryRules = z.infer<typeof geometrySchema>;
