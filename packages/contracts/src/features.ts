import { z } from "zod";
import { ATTRIBUTE_OPERATORS, MAX_CONDITIONS } from "./feature-operators.ts";
import { id } from "./ids.ts";
import { pageInput, pageOf } from "./page.ts";
import { bbox } from "./place.ts";

export const attributeValue = z.union([z.string(), z.number(), z.boolean()]).nullable();

/** A feature in a list: its name, its extent, and its visible attributes by column. */
export const featureItem = z.object({
  fid: z.int(),
  label: z.string(),
  bbox: bbox.nullable(),
  properties: z.record(z.string(), attributeValue),
});
export type FeatureItem = z.infer<typeof featureItem>;

/** Values are texts, whatever the type of the field; days are written YYYY-MM-DD. */
export const attributeCondition = z.object({
  column: z.string().min(1).max(63),
  operator: z.enum(ATTRIBUTE_OPERATORS),
  /** `is` and `is-not` compare with each of them. `empty` and `filled` have none, the others one. */
  values: z.array(z.string().max(200)).max(50),
});
export type AttributeCondition = z.infer<typeof attributeCondition>;

export const featuresInViewInput = z.object({
  layerId: id,
  bbox,
  limit: z.int().min(1).max(200).default(50),
  q: z.string().max(100).optional(),
  /** Leaves out features with a lower confidence. Features without a confidence stay, as on the map. */
  confidenceAtLeast: z.int().min(1).max(100).optional(),
  conditions: z.array(attributeCondition).max(MAX_CONDITIONS).optional(),
});

export const featureInput = z.object({ layerId: id, fid: z.int().min(1) });
/** GeoJSON geometry in EPSG:4326. */
export const feature = featureItem.extend({ layerId: id, version: z.int(), geometry: z.record(z.string(), z.unknown()).nullable() });
export type Feature = z.infer<typeof feature>;

/** Most rows of a table. With more features, people search or zoom in. */
export const MAX_TABLE_ROWS = 100_000;
/** The features that a table shows, sorted by a column and then by `fid`, or by `fid` alone. */
const tableRows = {
  layerId: id,
  bbox: bbox.optional(),
  q: z.string().max(100).optional(),
  sort: z.object({ column: z.string().max(63), isDescending: z.boolean() }).optional(),
};
export const featureRowsInput = z.object({
  ...tableRows,
  offset: z.int().min(0).max(MAX_TABLE_ROWS).default(0),
  limit: z.int().min(1).max(500).default(200),
});
export const featureRow = featureItem.extend({ version: z.int() });
export type FeatureRow = z.infer<typeof featureRow>;
/** `total` stops counting at `MAX_TABLE_ROWS` + 1. */
export const featureRows = z.object({ items: z.array(featureRow), total: z.int() });
/** Row number of a feature in the table; null when the table does not show it. */
export const rowOfFeatureInput = z.object({ ...tableRows, fid: z.int().min(1) });
export const rowOfFeature = z.object({ offset: z.int().nullable() });

/** "What applies here?": the features of a portal's layers under a point. */
export const featuresAtInput = z.object({ portalId: id, lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) });
export const featuresAt = z.array(z.object({ layerId: id, features: z.array(featureItem) }));

/** Who changed something, in which contribution or (by an update) in which revision. All null: unchanged since the publication. */
export const provenance = z.object({
  contributionId: id.nullable(),
  contributionTitle: z.string().nullable(),
  authorName: z.string().nullable(),
  revision: z.int().nullable(),
});

/** One version of a feature: its state, when, who made it, and what changed. Lists start with the latest. */
export const featureVersion = z.object({
  version: z.int(),
  operation: z.enum(["insert", "update", "delete"]),
  changedAt: z.date(),
  by: provenance,
  changedColumns: z.array(z.string()),
  isGeometryChanged: z.boolean(),
  properties: z.record(z.string(), attributeValue),
  geometry: z.record(z.string(), z.unknown()).nullable(),
});
export type FeatureVersion = z.infer<typeof featureVersion>;
/** `blame`: for each column (and `geometry`), the version that set its current value. */
export const featureHistory = z.object({
  label: z.string(),
  versions: z.array(featureVersion),
  blame: z.record(z.string(), z.int()),
});
export type FeatureHistory = z.infer<typeof featureHistory>;

/** A date, or the time of a revision. */
const moment = z.union([z.object({ revision: z.int32().min(1) }), z.coerce.date()]);
/** Differences of a layer between two moments, feature by feature. */
export const layerChangesInput = z.object({ layerId: id, from: moment, to: moment, ...pageInput });
export const featureChange = z.object({
  fid: z.int(),
  label: z.string(),
  operation: z.enum(["insert", "update", "delete"]),
  changedColumns: z.array(z.string()),
  isGeometryChanged: z.boolean(),
  before: z.object({ properties: z.record(z.string(), attributeValue), geometry: z.record(z.string(), z.unknown()).nullable() }).nullable(),
  after: z.object({ properties: z.record(z.string(), attributeValue), geometry: z.record(z.string(), z.unknown()).nullable() }).nullable(),
});
export type FeatureChange = z.infer<typeof featureChange>;
/** `from`: the earlier moment, not before the layer's publication. */
export const layerChanges = pageOf(featureChange).extend({
  from: z.date(),
  /** `returned`: features that changed in between and changed back; they are not among the items. */
  counts: z.object({ inserted: z.int(), updated: z.int(), deleted: z.int(), returned: z.int() }),
});

export const datasetCreditsInput = z.object({ datasetId: id });
/**
 * The authors of a dataset's merged contributions, those with the most changes first. `authorName` null: all visitors without an account,
 * together.
 */
export const datasetCredits = z.array(
  z.object({ authorName: z.string().nullable(), contributions: z.int(), features: z.int(), latest: z.date() }),
);
