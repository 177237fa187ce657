import { z } from "zod";
import { claimsSchema, levelSchema, ruleSchema } from "./rule.ts";
import { sourceSchema } from "./source.ts";
import { keySchema, messagesSchema, nameSchema } from "./texts.ts";

export const questions = ["build", "risk", "see"] as const;

/** What the state of a document means. */
export const statusSchema = z.enum([
  "inForce",
  "pendingWithEffect",
  "pendingWithoutEffect",
  "partlyAnnulled",
  "annulled",
  "replaced",
  "unknown",
]);
export type Status = z.infer<typeof statusSchema>;

/**
 * One topic of the answer. Its sentences for the states without findings speak of the whole theme. `worstOf: "level"`: only the worst case is
 * shown, the others are behind "all scenarios"; `"label"`: the worst case of each name; `"list"`: each finding counts.
 */
export const themeSchema = z.strictObject({
  id: keySchema,
  question: z.enum(questions),
  family: keySchema,
  order: z.int().min(0).max(10_000),
  title: messagesSchema,
  intro: messagesSchema.optional(),
  sentences: z.strictObject({ none: messagesSchema, noData: messagesSchema, failed: messagesSchema }),
  worstOf: z.enum(["level", "label", "list"]),
  /** What a place must be at least, so that the theme can answer for it. */
  needs: z.enum(["parcel", "commune"]).default("parcel"),
  /** The most findings around the place; the nearest ones are kept, and the others counted. */
  mostAround: z.int().min(1).max(100).default(20),
  terms: z.array(keySchema).max(20).default([]),
  sources: z.array(sourceSchema).min(1).max(20),
  rules: z.array(ruleSchema).max(1_000),
  /** True when the features of a document divide its land without gap and overlap, as zones do: what they leave out is said. */
  isDivision: z.literal(true).optional(),
  /** What the sentences `none` and `noData` deny. Where another theme affirms it, the first is a dispute and the second is not said. */
  denies: z.strictObject({ none: claimsSchema.optional(), noData: claimsSchema.optional() }).optional(),
  /** Of features of one document that agree in these fields, only one can be true of a spot: two that say otherwise are a dispute. */
  oneFor: z.array(nameSchema).max(4).optional(),
  /** The theme is floods: its cases are a table of scenarios and depths. The field has the kind of flood, by codes of this list. */
  flood: z.strictObject({ field: nameSchema, list: nameSchema }).optional(),
  /** States of documents that mean something else for this theme than for its pack. */
  statuses: z.record(z.string().max(40), statusSchema).optional(),
  /** The level of a value without a rule. It is not judged, except where the whole list has one weight. */
  levelWithoutRule: levelSchema.default(null),
  /** Who holds the data, for "no data here". */
  heldBy: keySchema,
});
export type Theme = z.infer<typeof themeSchema>;
