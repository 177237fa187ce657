import { LOCALES } from "@archipel/i18n/locales.ts";
import { z } from "zod";
import { levelSchema, provisionTypes, relationKindSchema } from "../packs/rule.ts";
import { questions, statusSchema } from "../packs/theme.ts";
import { placeSchema } from "./place.ts";

/** A text for readers and its language, which may differ from the report's: laws and names of features exist in one language. */
const textSchema = z.strictObject({
  lang: z.enum(LOCALES),
  text: z.string(),
  spans: z
    .array(z.strictObject({ from: z.int(), to: z.int(), lang: z.string() }))
    .optional()
    .meta({ description: "Parts of the text in another language, as names in the data: from and to count UTF-16 units" }),
});

const codeLabelSchema = textSchema.extend({
  gloss: z.string().optional().meta({ description: "What the label means, in the report's language, when the label is in another" }),
});

/** The language of a text without one of its own, when it is not the report's. */
const foreignSchema = z.string().optional().meta({ description: "Language (BCP 47) of the name or title, when it is not the report's" });

const relationSchema = z.strictObject({
  kind: relationKindSchema,
  areaM2: z.number().optional(),
  share: z.number().min(0).max(1).optional().meta({ description: "Of the drawn area of the place, 0 to 1" }),
  lengthM: z.number().optional(),
  count: z.int().optional(),
  distanceM: z.number().optional(),
  toleranceM: z.number(),
});

const authoritySchema = z.strictObject({
  name: z.string(),
  lang: foreignSchema,
  mail: z.string().optional(),
  phone: z.string().optional(),
  web: z.string().optional(),
});

const provisionSchema = z.strictObject({
  type: z.enum(provisionTypes),
  title: z.string(),
  lang: foreignSchema,
  articles: z.array(z.string()).optional(),
  url: z.string().optional(),
  page: z.int().optional(),
});

export const findingSchema = z
  .strictObject({
    theme: z.string(),
    rule: z.string().nullable().meta({ description: "Pack and key of the rule; null where no rule knows the value" }),
    facet: z.string(),
    level: levelSchema,
    isFavourable: z.boolean(),
    legalEffect: z.enum(["binding", "pending", "information"]),
    sentence: textSchema,
    consequence: textSchema.optional(),
    advice: z.array(z.strictObject({ text: textSchema, authority: authoritySchema.optional(), url: z.string().optional() })),
    relation: relationSchema,
    label: z.strictObject({ lang: z.string(), text: z.string(), isCut: z.boolean() }).nullable(),
    code: z.strictObject({ list: z.string(), value: z.string(), label: codeLabelSchema.nullable() }).nullable(),
    status: statusSchema,
    document: z.string().nullable().meta({ description: "Id of a document of the theme" }),
    provisions: z.array(provisionSchema),
    authority: authoritySchema,
    source: z.string(),
    layer: z.string(),
    features: z.array(z.string()).meta({ description: "Ids of the merged features; at most the first ones" }),
    featureCount: z.int(),
  })
  .meta({ id: "Finding", description: "One rule that speaks for features at the place" });
export type Finding = z.infer<typeof findingSchema>;

const themeStates = ["concerned", "notConcerned", "noData", "notChecked"] as const;
export const themeLists = ["onPlace", "around", "unsure", "underWay", "notConcerned", "noData", "notChecked"] as const;
export type ThemeList = (typeof themeLists)[number];
const reasons = ["outsideCoverage", "noLayer", "sourceDown", "placeTooVague", "outdated", "partialAccess"] as const;

const sourceUsedSchema = z.strictObject({
  source: z.string(),
  layer: z.string(),
  title: z.string(),
  lang: foreignSchema,
  producer: z.string().optional(),
  producerLang: foreignSchema,
  captured: z.string().optional(),
  imported: z.string(),
  scaleDenominator: z.number().optional(),
  toleranceM: z.number(),
  coverage: z.enum(["whole", "partly", "none", "undeclared"]),
  outcome: z.enum(["read", "down", "slow"]),
  isOutdated: z.boolean(),
  part: z
    .strictObject({
      reach: z.enum(["around", "place", "less", "outside"]).meta({
        description:
          "How far the caller's part contains the place: with its surroundings, without them, less than the place, or nothing of it",
      }),
      ask: z.strictObject({ owner: z.string(), url: z.string().nullable() }).meta({ description: "Who can give more, and where to ask" }),
    })
    .optional()
    .meta({ description: "Set when the caller may read only a part of the layer: it says nothing of the rest" }),
});

const documentSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  lang: foreignSchema,
  status: statusSchema,
  approved: z.string().optional(),
  validUntil: z.string().optional(),
  url: z.string().optional(),
  line: textSchema.nullable(),
});

export const themeAnswerSchema = z
  .strictObject({
    theme: z.string(),
    pack: z.string(),
    question: z.enum(questions),
    family: z.string(),
    title: textSchema,
    intro: textSchema.optional(),
    state: z.enum(themeStates),
    list: z.enum(themeLists).meta({ description: "Where the theme is shown: what is sure before what is near, uncertain or only planned" }),
    reason: z.enum(reasons).optional(),
    isComplete: z.boolean().meta({ description: "False when a layer of the theme could not be read, so that more may apply" }),
    sentence: textSchema.nullable().meta({ description: "What a theme without findings says" }),
    notes: z
      .array(textSchema)
      .meta({ description: "What limits the answer: a gap between zones, an overlap, old data, a layer that did not answer" }),
    level: levelSchema.meta({ description: "The highest level of the list that the theme is in" }),
    heldBy: authoritySchema.optional(),
    documents: z.array(documentSchema),
    sources: z.array(sourceUsedSchema),
    findings: z.array(findingSchema),
    scenarios: z.array(findingSchema).meta({ description: "Lesser cases of a theme that shows its worst one" }),
    more: z.int().meta({ description: "Findings around the place that are not listed" }),
  })
  .meta({ id: "ThemeAnswer" });
export type ThemeAnswer = z.infer<typeof themeAnswerSchema>;

/** An alert of the portal that is in force at the place. Times are ISO 8601. */
const alertHereSchema = z.strictObject({
  id: z.string(),
  level: z.enum(["information", "vigilance", "alert", "emergency"]),
  title: z.string(),
  startsAt: z.string(),
  endsAt: z.string().nullable(),
  issuedBy: z.string(),
  isExercise: z.boolean(),
  url: z.string(),
});

export const reportSchema = z
  .strictObject({
    format: z.literal("archipel-report/1"),
    id: z.string(),
    createdAt: z.string(),
    locale: z.enum(LOCALES),
    place: placeSchema,
    lists: z.strictObject({
      onPlace: z.array(z.string()),
      around: z.array(z.string()),
      unsure: z.array(z.string()),
      underWay: z.array(z.string()),
      notConcerned: z.array(z.string()),
      noData: z.array(z.string()),
      notChecked: z.array(z.string()),
    }),
    themes: z.array(themeAnswerSchema),
    alsoInDocument: z.array(z.strictObject({ document: z.string(), title: z.string(), lang: foreignSchema, url: z.string().optional() })),
    disclaimers: z.array(textSchema),
    glossary: z.array(z.strictObject({ key: z.string(), term: textSchema, text: textSchema })),
    versions: z.strictObject({ packs: z.record(z.string(), z.string()), layers: z.record(z.string(), z.string()) }),
    partial: z
      .literal(true)
      .optional()
      .meta({ description: "Set when the caller may read only a part of a layer that speaks of the place" }),
    restricted: z.boolean().meta({ description: "True when a layer for members only was used: never cache or share it" }),
    alerts: z.array(alertHereSchema).optional().meta({
      description: "Alerts in force at the place, the gravest first; absent where there are none or the portal keeps none",
    }),
    signature: z.string().optional().meta({
      description: "A JWS of the file's bytes without this member, which is the last one. The keys are at /.well-known/answer-keys.json.",
    }),
    verify: z.string().nullable().meta({
      description: "Address that computes the answer again and says what changed; null when the report is restricted, or its place drawn",
    }),
  })
  .meta({ title: "Archipel report", description: "What applies at a place: concerned, not concerned, no data, could not be checked" });
export type Report = z.infer<typeof reportSchema>;

/** The JSON Schema (2020-12) of a report. */
export function reportJsonSchema() {
  return z.toJSONSchema(reportSchema, { io: "output" });
}
