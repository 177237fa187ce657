import { z } from "zod";
import { compilePattern } from "./pattern.ts";
import { patternWeight } from "./pattern-weight.ts";

/** A short text in each language of Archipel. */
export const wordsSchema = z.strictObject({ fr: z.string().min(1).max(500), en: z.string().min(1).max(500) });
export type Words = z.infer<typeof wordsSchema>;

/** Severity of a finding, as in the national validator. A delivery with `FATAL` or `ERROR` findings does not conform. */
export const levels = ["FATAL", "ERROR", "WARNING", "INFO"] as const;
export const levelSchema = z.enum(levels);
export type Level = z.infer<typeof levelSchema>;

/** Names of tables, fields and code lists. */
export const nameSchema = z.string().min(1).max(128);

/** The maximum `patternWeight` of a pattern. Patterns of the standards have about a hundred. */
const MAX_WEIGHT = 2_000;

/** A regular expression (RE2) that must match the whole text. Its length and weight are limited, because anyone may write one. */
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
  .meta({ description: "Regular expression (RE2) that must match the whole text" });

/** Which texts are patterns: a model has the same few patterns in many fields, and compiling one is the costly part of parsing a model. */
const judged = new Map<string, boolean>();
const MAX_JUDGED = 5_000;

function isPattern(text: string): boolean {
  const known = judged.get(text);
  if (known !== undefined) return known;
  if (judged.size >= MAX_JUDGED) judged.clear();
  judged.set(text, canCompile(text));
  return judged.get(text) ?? false;
}

function canCompile(text: string): boolean {
  try {
    compilePattern(text);
    return true;
  } catch {
    return false;
  }
}
