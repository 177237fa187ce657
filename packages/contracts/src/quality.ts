import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { pageInput, pageOf } from "./page.ts";
import { bbox } from "./place.ts";
import { paragraph } from "./text.ts";

/** Whether a dataset is as recent as the update frequency of its record promises. */
export const freshnessState = z.enum(["current", "due", "overdue", "unpromised"]);
export type FreshnessState = z.infer<typeof freshnessState>;

/** A column visible to readers, and the number of features that have a value in it. */
export const fieldFigure = z.object({ column: z.string(), filled: z.int(), isMandatory: z.boolean() });

/** Figures of one layer. `completeness`: share of filled fields, mandatory ones weighing more; null without fields. */
export const layerFigures = z.object({
  layerId: id,
  revision: z.int(),
  features: z.int(),
  invalid: z.int(),
  fields: z.array(fieldFigure),
  completeness: z.number().min(0).max(1).nullable(),
  reviewed: z.int(),
  reported: z.int(),
  /** Mean of the features' confidence, 0–100. */
  confidence: z.number().nullable(),
});
export type LayerFigures = z.infer<typeof layerFigures>;

/** The stored figures of a quality sheet. */
export const sheetFigures = z.object({
  layers: z.array(layerFigures),
  freshness: z.object({ state: freshnessState, lastChange: z.coerce.date() }).nullable(),
  reports: z.object({ open: z.int(), overdue: z.int() }),
  ratings: z.object({ count: z.int(), average: z.number().nullable() }),
});
export type SheetFigures = z.infer<typeof sheetFigures>;

/** A summary of a dataset's figures; null where nothing can be measured. Shares go from 0 to 1. */
export const measures = z.object({
  validity: z.number().nullable(),
  completeness: z.number().nullable(),
  reviewed: z.number().nullable(),
  confidence: z.number().nullable(),
  freshness: freshnessState.nullable(),
  openReports: z.int(),
  overdueReports: z.int(),
  rating: z.number().nullable(),
  ratings: z.int(),
});
export type Measures = z.infer<typeof measures>;

const stars = z.int().min(1).max(5);

/** `figures` is null before the first computation. `isStale`: the data changed since, and new figures will follow. */
export const qualitySheet = z.object({
  datasetId: id,
  figures: sheetFigures.nullable(),
  measures: measures.nullable(),
  computedAt: z.date().nullable(),
  isStale: z.boolean(),
  myRating: z.object({ stars, comment: z.string(), isHidden: z.boolean() }).nullable(),
});
export type QualitySheet = z.infer<typeof qualitySheet>;
export const qualitySheetInput = z.object({ datasetId: id });

/** Selects the features behind a figure of the sheet. */
export const featuresBehind = z.discriminatedUnion("figure", [
  z.object({ figure: z.literal("invalid") }),
  z.object({ figure: z.literal("empty"), column: z.string().max(63) }),
  z.object({ figure: z.literal("unreviewed") }),
  z.object({ figure: z.literal("reported") }),
]);
export type FeaturesBehind = z.infer<typeof featuresBehind>;
export const behindFigureInput = z.object({ layerId: id, behind: featuresBehind, ...pageInput });

/** `reason`: the database's words for the invalid geometry, or `empty` and `unplaced`; `place` is where (EPSG:4326). */
export const featureBehind = z.object({
  fid: z.int(),
  label: z.string(),
  bbox: bbox.nullable(),
  problem: z.object({ reason: z.string(), place: z.tuple([z.number(), z.number()]).nullable() }).nullable(),
  confidence: z.int().nullable(),
});
export type FeatureBehind = z.infer<typeof featureBehind>;
export const behindFigurePage = pageOf(featureBehind);

export const confidencePart = z.enum(["valid", "complete", "reviewed", "recent", "unreported"]);
export type ConfidencePart = z.infer<typeof confidencePart>;
/** How far a feature can be trusted, 0–100, and the share of each part. Null: not computed yet. */
export const featureConfidence = z
  .object({
    confidence: z.int().min(0).max(100),
    parts: z.array(z.object({ part: confidencePart, points: z.number(), most: z.number() })),
  })
  .nullable();
export type FeatureConfidence = z.infer<typeof featureConfidence>;
export const featureConfidenceInput = z.object({ layerId: id, fid: z.int().min(1) });

export const confirmFeatureInput = z.object({ communityId, layerId: id, fid: z.int().min(1) });

export const rateInput = z.object({ datasetId: id, stars, comment: paragraph(1000).default("") });
export const withdrawRatingInput = z.object({ datasetId: id });
export const listRatingsInput = z.object({ datasetId: id, ...pageInput });
export const rating = z.object({
  id,
  stars,
  comment: z.string(),
  authorName: z.string().nullable(),
  isMine: z.boolean(),
  isHidden: z.boolean(),
  updatedAt: z.date(),
});
export type Rating = z.infer<typeof rating>;
export const ratingsPage = pageOf(rating);
export const hideRatingInput = z.object({ communityId, ratingId: id, isHidden: z.boolean() });

/** Mandatory columns, by layer. */
export const qualityRules = z.object({ mandatoryColumns: z.record(id, z.array(z.string().max(63)).max(500)) });
export type QualityRules = z.infer<typeof qualityRules>;
export const qualityRulesInput = z.object({ communityId, datasetId: id });
export const saveQualityRulesInput = qualityRulesInput.extend({ rules: qualityRules });
