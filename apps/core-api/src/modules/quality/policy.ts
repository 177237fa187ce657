import type { DatasetRecord } from "@archipel/contracts/datasets.ts";
import type { ConfidencePart, FreshnessState, LayerFigures, Measures, SheetFigures } from "@archipel/contracts/quality.ts";

const DAY = 24 * 3600_000;

/** Maximum days between two changes; null where the record promises nothing. */
const PROMISED_DAYS: Record<DatasetRecord["updateFrequency"], number | null> = {
  continual: 1,
  daily: 1,
  weekly: 7,
  monthly: 31,
  quarterly: 92,
  biannually: 183,
  annually: 366,
  irregular: null,
  notPlanned: null,
  unknown: null,
};

/** A dataset between 1 and 1.5 times its rhythm is due, not yet overdue. */
const GRACE = 1.5;
/** Days that a feature counts as recent for, where the record promises nothing. */
export const UNPROMISED_DAYS = 366;

export function promisedDays(frequency: DatasetRecord["updateFrequency"]): number | null {
  return PROMISED_DAYS[frequency];
}

/** The freshness of a dataset that last changed at `lastChange`, compared with its promise. */
export function freshnessOf(frequency: DatasetRecord["updateFrequency"], lastChange: Date, now: Date): FreshnessState {
  const days = PROMISED_DAYS[frequency];
  if (days === null) return "unpromised";
  const age = (now.getTime() - lastChange.getTime()) / DAY;
  if (age <= days) return "current";
  return age <= days * GRACE ? "due" : "overdue";
}

/** Weight of a mandatory field, relative to another field. */
const MANDATORY_WEIGHT = 3;

export function weightOf({ isMandatory }: { isMandatory: boolean }): number {
  return isMandatory ? MANDATORY_WEIGHT : 1;
}

/** Weighted share of a layer's fields that are filled; null when there is nothing to fill. */
export function completenessOf(features: number, fields: LayerFigures["fields"]): number | null {
  const weights = fields.reduce((sum, field) => sum + weightOf(field), 0);
  if (features === 0 || weights === 0) return null;
  return fields.reduce((sum, field) => sum + weightOf(field) * field.filled, 0) / (weights * features);
}

/** The facts from which a feature's confidence is computed. */
export interface FeatureFacts {
  isValid: boolean;
  /** Weighted share of its fields that are filled. */
  filled: number;
  isReviewed: boolean;
  ageDays: number;
  openReports: number;
}

/** Maximum points of each part: together 100. */
export const MOST_POINTS: Record<ConfidencePart, number> = { valid: 30, complete: 25, reviewed: 15, recent: 15, unreported: 15 };
/** A feature older than this many times the rhythm gets no points for its age. */
export const AGE_SPAN = 3;

/** The points of each part. `queries/confidence-sql.ts` computes the same in SQL; a test compares the two. */
export function confidencePoints(facts: FeatureFacts, rhythmDays: number): Record<ConfidencePart, number> {
  const late = Math.min(Math.max((facts.ageDays - rhythmDays) / (rhythmDays * (AGE_SPAN - 1)), 0), 1);
  return {
    valid: facts.isValid ? MOST_POINTS.valid : 0,
    complete: MOST_POINTS.complete * facts.filled,
    reviewed: facts.isReviewed ? MOST_POINTS.reviewed : 0,
    recent: MOST_POINTS.recent * (1 - late),
    unreported: MOST_POINTS.unreported / 3 ** facts.openReports,
  };
}

export function confidenceOf(facts: FeatureFacts, rhythmDays: number): number {
  return Math.round(Object.values(confidencePoints(facts, rhythmDays)).reduce((sum, points) => sum + points, 0));
}

/** A dataset in a few numbers. Each layer is weighted by its number of features. */
export function measuresOf({ layers, freshness, reports, ratings }: SheetFigures): Measures {
  const features = layers.reduce((sum, layer) => sum + layer.features, 0);
  const mean = (figureOf: (layer: LayerFigures) => number | null) => {
    const measured = layers.filter((layer) => layer.features > 0 && figureOf(layer) !== null);
    const weight = measured.reduce((sum, layer) => sum + layer.features, 0);
    return weight === 0 ? null : measured.reduce((sum, layer) => sum + (figureOf(layer) ?? 0) * layer.features, 0) / weight;
  };
  return {
    validity: features === 0 ? null : 1 - layers.reduce((sum, layer) => sum + layer.invalid, 0) / features,
    completeness: mean((layer) => layer.completeness),
    reviewed: features === 0 ? null : layers.reduce((sum, layer) => sum + layer.reviewed, 0) / features,
    confidence: mean((layer) => layer.confidence),
    freshness: freshness?.state ?? null,
    openReports: reports.open,
    overdueReports: reports.overdue,
    rating: ratings.average,
    ratings: ratings.count,
  };
}
