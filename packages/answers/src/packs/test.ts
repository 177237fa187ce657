import { patternSchema } from "@archipel/validation/model/words.ts";
import { z } from "zod";
import { nameSchema } from "./texts.ts";

/** A value as packs write it. Values of features are compared as texts, so that 2 and "2" are the same. */
const valueSchema = z.string().max(254);
const field = nameSchema;

/**
 * A test of one field of a feature. The list is closed: packs are data, and a form can show each test. `lt`, `gt` and `between` (both ends
 * included) compare numbers, or dates written as `2026-07-01`; `matches` is an RE2 pattern for the whole text, with a limited weight.
 * An empty text counts as null. Names of fields are compared without regard to case, values are not.
 */
export const testSchema = z.discriminatedUnion("is", [
  z.strictObject({ field, is: z.literal("eq"), value: valueSchema }),
  z.strictObject({ field, is: z.literal("in"), values: z.array(valueSchema).min(1).max(200) }),
  z.strictObject({ field, is: z.literal("startsWith"), value: valueSchema.min(1) }),
  z.strictObject({ field, is: z.literal("matches"), pattern: patternSchema }),
  z.strictObject({ field, is: z.literal("lt"), value: z.union([z.number(), z.iso.date()]) }),
  z.strictObject({ field, is: z.literal("gt"), value: z.union([z.number(), z.iso.date()]) }),
  z.strictObject({ field, is: z.literal("between"), from: z.union([z.number(), z.iso.date()]), to: z.union([z.number(), z.iso.date()]) }),
  z.strictObject({ field, is: z.literal("isNull") }),
  z.strictObject({ field, is: z.literal("exists") }),
]);
export type Test = z.infer<typeof testSchema>;
