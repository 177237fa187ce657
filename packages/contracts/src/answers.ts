import { z } from "zod";
import {
  ANSWER_LINK_ID,
  MOST_LATITUDE,
  MOST_LONGITUDE,
  MOST_PARCELS,
  PARCEL_ID,
  PLACE_LABEL_MAX,
  PLACE_PRECISIONS,
} from "./answer-places.ts";
import { communityId, id } from "./ids.ts";
import { line, locale, paragraph } from "./text.ts";

/** The packs of answer rules that ship. */
export const answerPacks = ["fr-plu", "fr-sup", "fr-ppr", "fr-risks"] as const;
export const answerPack = z.enum(answerPacks);
export type AnswerPack = z.infer<typeof answerPack>;

/** A point of a place. */
const lon = z.number().min(-MOST_LONGITUDE).max(MOST_LONGITUDE);
const lat = z.number().min(-MOST_LATITUDE).max(MOST_LATITUDE);

export const parcelId = z.string().regex(PARCEL_ID);

const MOST_RINGS = 50;
const MOST_VERTICES = 2_000;
const ring = z
  .array(z.tuple([lon, lat]))
  .min(4)
  .max(MOST_VERTICES)
  .refine((all) => all[0]?.[0] === all.at(-1)?.[0] && all[0]?.[1] === all.at(-1)?.[1], { message: "ring-open" });
const rings = z
  .array(ring)
  .min(1)
  .max(MOST_RINGS)
  .refine((all) => all.reduce((sum, one) => sum + one.length, 0) <= MOST_VERTICES, { message: "too-many-vertices" });

/** The place that a report is about. */
export const answerPlace = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("point"),
    lon,
    lat,
    precision: z.enum(PLACE_PRECISIONS).default("exact"),
    label: line(PLACE_LABEL_MAX).optional(),
  }),
  z.strictObject({
    kind: z.literal("parcels"),
    ids: z.array(parcelId).min(1).max(MOST_PARCELS),
  }),
  z.strictObject({
    kind: z.literal("drawn"),
    geometry: z.strictObject({ type: z.literal("Polygon"), coordinates: rings }),
    label: line(PLACE_LABEL_MAX).optional(),
  }),
]);
export type AnswerPlace = z.infer<typeof answerPlace>;

export const answerLinkId = z.string().regex(ANSWER_LINK_ID);
/** A place, or the short link to one: a shape is too long for an address. */
export const askedPlace = z.union([answerPlace, z.strictObject({ kind: z.literal("link"), id: answerLinkId })]);
export type AskedPlace = z.infer<typeof askedPlace>;

export const reportAtInput = z.object({ portalId: id, place: askedPlace, locale });
export const shortenPlaceInput = z.object({ portalId: id, place: answerPlace, locale });
export const openLinkInput = z.object({ portalId: id, linkId: answerLinkId });
export const outlineInput = z.object({ portalId: id, place: askedPlace });

const webAddress = z.url({ protocol: /^https?$/ }).max(500);

/** A document that features of a layer belong to: a plan, an act, a procedure. */
export const answerDocument = z.strictObject({
  /** The value of the features' field that names it (IDURBA); null: all features without another document belong to it. */
  id: z.string().min(1).max(80).nullable(),
  title: line(200),
  /** As the standard writes it: ETAT `03`. */
  state: z.string().min(1).max(40).nullable(),
  approved: z.iso.date().optional(),
  validUntil: z.iso.date().optional(),
  url: webAddress.optional(),
  /** A document of the layer's dataset to read, instead of an address elsewhere. */
  file: id.optional(),
  /** Other documents of the dataset that belong to it: its written pieces and annexes. */
  pieces: z.array(id).max(300).optional(),
  authority: z.strictObject({ name: line(200), mail: z.email().max(254).optional(), web: webAddress.optional() }).optional(),
});
export type AnswerDocument = z.infer<typeof answerDocument>;

const insee = z.string().regex(/^[0-9AB]{5}$/);

/** Where the data of a layer are complete. Only there may a report say "not concerned". */
export const answerCoverage = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("undeclared") }),
  /** Everywhere that the portal answers for. */
  z.strictObject({ kind: z.literal("everywhere") }),
  z.strictObject({ kind: z.literal("communes"), codes: z.array(insee).min(1).max(40_000) }),
  z.strictObject({ kind: z.literal("area"), geometry: z.strictObject({ type: z.literal("Polygon"), coordinates: rings }) }),
]);
export type AnswerCoverage = z.infer<typeof answerCoverage>;

const key = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[A-Za-z0-9][\w.-]*$/);

/** What a layer declares for reports. */
export const layerAnswers = z.strictObject({
  /** The model and table of a standard that the layer follows. */
  standard: z.strictObject({ model: key, table: line(80) }).nullable(),
  /** What the layer is to rules that name a tag. `parcels` and `communes` are places. */
  tags: z.array(key).max(20),
  coverage: answerCoverage,
  accuracyM: z.number().positive().max(10_000).nullable(),
  scaleDenominator: z.int().positive().max(10_000_000).nullable(),
  captured: z.iso.date().nullable(),
  staleAfterDays: z.int().positive().max(36_500).nullable(),
  documents: z.array(answerDocument).max(500),
});
export type LayerAnswers = z.infer<typeof layerAnswers>;

export const declareLayerInput = z.object({ communityId, layerId: id, declared: layerAnswers });
export const answerSettingsInput = z.object({ communityId, portalId: id });
export const choosePacksInput = z.object({ communityId, portalId: id, packs: z.array(answerPack).max(answerPacks.length) });

const named = { communityId, portalId: id, pack: answerPack, ruleKey: key };
/**
 * `change`: as in `archipel-answer-overrides/1`, or `{ theme, rule }` for a rule that the portal adds. An empty one returns to the shipped
 * rule, and removes an added one. `basedOn`: the draft that the person had before them; null without one.
 */
export const draftOverrideInput = z.object({ ...named, change: z.record(z.string(), z.unknown()), basedOn: id.nullable() });
export const overrideInput = z.object(named);
/** `draftId`: the draft that the person has read. `aloneReason`: why the community's only manager publishes a draft of their own. */
export const publishOverrideInput = z.object({ ...named, draftId: id, aloneReason: paragraph(500).min(10).optional() });
export const answerRuleInput = z.object(named);

/** What a report at a place would be with a change that is not stored; without one, with all drafts. */
export const tryAnswersInput = z.object({
  communityId,
  portalId: id,
  place: answerPlace,
  locale,
  change: z.object({ pack: answerPack, ruleKey: key, change: z.record(z.string(), z.unknown()) }).optional(),
});

export const answerValuesInput = z.object({ communityId, portalId: id, pack: answerPack, locale });

/** Keeps a place and what a rule answers there now, by the change as in `tryAnswersInput`. */
export const saveExampleInput = z.object({ ...named, place: answerPlace, change: z.record(z.string(), z.unknown()).optional() });
export const removeExampleInput = z.object({ communityId, portalId: id, exampleId: id });
/** The most examples that one call runs: each is a report. */
export const MOST_EXAMPLES_AT_ONCE = 5;
export const runExamplesInput = z.object({
  communityId,
  portalId: id,
  exampleIds: z.array(id).min(1).max(MOST_EXAMPLES_AT_ONCE),
  withDrafts: z.boolean(),
});

/** What a layer lacks to answer well. Each has a sentence: `admin.answers.lacks.<lack>`. */
export const answerLacks = ["coverage", "documents", "captured", "accuracy", "fields", "stale", "noRole"] as const;
export type AnswerLack = (typeof answerLacks)[number];

/** A layer of the portal, with what it declares and what it lacks. `fields`: the columns that the rules read and the layer does not have. */
export interface AnswerLayer {
  layerId: string;
  title: string;
  isOwn: boolean;
  /** The portal shows it, its columns or its standard are known, and no rule reads it. */
  isUnread: boolean;
  declared: LayerAnswers | null;
  lacks: AnswerLack[];
  missingFields: string[];
}

/**
 * What a layer of the portal most likely is, by the delivery or the fields that it was published with. `speaksFor`: the packs that would
 * read it; none for a layer that is a place.
 */
export interface AnswerProposal {
  layerId: string;
  title: string;
  by: "delivery" | "fields";
  speaksFor: AnswerPack[];
  declared: LayerAnswers;
}

export const acceptProposalsInput = z.object({ communityId, portalId: id, layerIds: z.array(id).min(1).max(200) });

/** A theme of a chosen pack, or one for which the portal shows a layer, and the layers that speak for its sources. */
export interface AnswerTheme {
  pack: AnswerPack;
  theme: string;
  title: { fr?: string | undefined; en?: string | undefined };
  question: "build" | "risk" | "see";
  sources: { key: string; role: "needed" | "alternative" | "extra"; wants: AnswerWants; layers: string[] }[];
}
export type AnswerWants = { tag: string } | { models: string[]; tables: string[] };

/** What a portal answers with, for its managers. */
export interface AnswerSettings {
  packs: AnswerPack[];
  layers: AnswerLayer[];
  themes: AnswerTheme[];
}

/** What a layer can declare itself to be. */
export interface AnswerChoices {
  standards: { model: string; title: { fr?: string | undefined; en?: string | undefined }; tables: string[] }[];
  tags: { tag: string; themes: { fr?: string | undefined; en?: string | undefined }[] }[];
  /** The states of documents that the packs know, and what they mean. */
  states: { state: string; status: string }[];
}
