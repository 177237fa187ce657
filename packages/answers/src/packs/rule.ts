import { z } from "zod";
import { limitKinds } from "../report/strength.ts";
import { testSchema } from "./test.ts";
import { keySchema, messagesSchema, nameSchema } from "./texts.ts";

/** How far a feature restricts. 0 information, 1 note, 2 attention, 3 strong constraint, 4 prohibited in principle, null not judged. */
export const levelSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.null()]);
export type Level = z.infer<typeof levelSchema>;

/** How a feature lies to the place; what is surer comes first. */
export const relationKinds = ["contains", "partly", "crosses", "on", "border", "near", "commune"] as const;
export const relationKindSchema = z.enum(relationKinds);
export type RelationKind = z.infer<typeof relationKindSchema>;

/** A level of its own, by the value of a field, or by the distance in metres. Other values: `otherwise`. */
const levelOfSchema = z.union([
  levelSchema,
  z.strictObject({ fromField: nameSchema, map: z.record(z.string().max(254), levelSchema), otherwise: levelSchema.default(null) }),
  z.strictObject({
    byDistance: z.strictObject({
      withinTolerance: levelSchema,
      steps: z.array(z.strictObject({ upToM: z.number().positive(), level: levelSchema })).max(8),
      beyond: levelSchema,
    }),
  }),
]);
export type LevelOf = z.infer<typeof levelOfSchema>;

/** `statement` says what applies. The others replace it, with all that follows, for one relation. */
const sentenceSchema = z.strictObject({
  statement: messagesSchema,
  contains: messagesSchema.optional(),
  partly: messagesSchema.optional(),
  crosses: messagesSchema.optional(),
  on: messagesSchema.optional(),
  border: messagesSchema.optional(),
  near: messagesSchema.optional(),
  commune: messagesSchema.optional(),
});

export const limitKindSchema = z.enum(limitKinds);

/** `by`: what limits, as it reads after "Building is forbidden:" or "You can build, with". Without it the rule's own statement is said. */
const limitSchema = z.strictObject({ how: limitKindSchema, by: messagesSchema.optional() });

/** Depth of water in metres; `toM` null: or more. */
export const waterSchema = z.strictObject({ fromM: z.number().min(0).max(100), toM: z.number().positive().max(100).nullable() });

export const provisionTypes = ["law", "document", "act", "hint"] as const;
const provisionSchema = z.strictObject({
  type: z.enum(provisionTypes),
  title: z.string().min(1).max(200),
  articles: z.array(z.string().min(1).max(80)).max(20).optional(),
  url: z.url({ protocol: /^https?$/ }).optional(),
});

/** Who can answer, by the key of the pack's list `authorities`; `of-document` is the authority of the feature's document. */
const authorityKey = keySchema;

const adviceSchema = z.strictObject({
  text: messagesSchema,
  authority: authorityKey.optional(),
  url: z.url({ protocol: /^https?$/ }).optional(),
});

/** A feature of the layer, and the rule that must speak for it. */
const exampleSchema = z.strictObject({
  attributes: z.record(nameSchema, z.union([z.string(), z.number(), z.boolean(), z.null()])),
  on: z.iso.date().optional(),
  distanceM: z.number().min(0).optional(),
  level: levelSchema,
  /** Words that the sentence contains, by language. */
  says: z.partialRecord(z.enum(["fr", "en"]), z.string().min(1)).optional(),
});

/** Things whose presence rules and themes state, such as `prevention-plan`. They are compared over all packs. */
export const claimsSchema = z.array(keySchema).min(1).max(5);

/** A rule turns a feature into a sentence. */
export const ruleSchema = z.strictObject({
  key: keySchema,
  /** The keys of the sources that it reads; all sources of its theme by default. */
  sources: z.array(keySchema).min(1).max(20).optional(),
  when: z.array(testSchema).max(8),
  validFrom: z.iso.date().optional(),
  validUntil: z.iso.date().optional(),
  priority: z.int().min(-100).max(100).default(0),
  /** One rule of each facet speaks for a feature: its zone, and apart from that its permitted uses. */
  facet: keySchema.default("main"),
  level: levelOfSchema,
  /** True when the rule opens a right instead of restricting. */
  isFavourable: z.literal(true).optional(),
  sentence: sentenceSchema,
  /** The `{label}` of the sentence is the label of a field's codes, separated by `-`, instead of the feature's name. */
  labelFrom: z.strictObject({ field: nameSchema, list: nameSchema }).optional(),
  consequence: messagesSchema.optional(),
  advice: z.array(adviceSchema).max(8).default([]),
  authority: authorityKey.default("of-document"),
  provisions: z.array(provisionSchema).max(12).default([]),
  legalEffect: z.enum(["binding", "pending", "information"]),
  limit: limitSchema.optional(),
  /** What exists if the rule speaks, and what then does not: one report cannot say both of the same thing. */
  affirms: claimsSchema.optional(),
  denies: claimsSchema.optional(),
  water: waterSchema.optional(),
  examples: z.array(exampleSchema).max(20).default([]),
});
export type Rule = z.infer<typeof ruleSchema>;
export type Advice = Rule["advice"][number];
export type Example = Rule["examples"][number];
