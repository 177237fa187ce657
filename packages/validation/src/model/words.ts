import { z } from "zod";
import { whole } from "./pattern.ts";
import { patternWeight } from "./pattern-weight.ts";

/** A short text in the languages of Archipel. */
export const wordsSchema = z.strictObject({ fr: z.string().min(1).max(500), en: z.string().min(1).max(500) });
export type Words = z.infer<typeof wordsSchema>;

/** How grave a finding is, by the national validator's words. `FATAL` and `ERROR` make a delivery not conform. */
export const levels = ["FATAL", "ERROR", "WARNING", "INFO"] as const;
export const levelSchema = z.enum(levels);
export type Level = z.infer<typeof levelSchema>;

/** Names of tables, fields and lists: what dbf, GeoPackage, GML and SQL all allow. */
export const nameSchema = z.string().min(1).max(128);

/** What a matcher may need for one pattern (`patternWeight`). Those of the standards need about a hundred. */
const MAX_WEIGHT = 2_000;

/** A regular expression (RE2) that must match the whole text. Its length and weight are capped: it comes from people. */
export const patternSchema = z
  .string()
  .min(1)
  .max(500)
  .refine((pattern) => patternWeight(pattern) <= MAX_WEIGHT, {
    error: "this regular expression repeats too much",
    params: { reason: "pattern-too-heavy" },
    abort: true,
  })
  .refine(isPattern, { error: "this is not a regular expression", params: { reason: "not-a-pattern" } })
  .meta({ description: "Regular expression (RE2) that the whole text must match" });

function isPattern(text: string): boolean {
  try {
    whole(text);
    return true;
  } catch {
    return false;
  }
}
