import { layerStyle, MAX_STOPS } from "@archipel/map-style/layer-style.ts";
import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { bbox } from "./place.ts";
import { line } from "./text.ts";

/** A `datetime` is an instant; a `localdatetime` is the time of a clock whose zone is not known. */
export const fieldType = z.enum(["text", "integer", "double", "boolean", "date", "datetime", "localdatetime"]);
export type FieldType = z.infer<typeof fieldType>;

/** How a text column writes days: standards of files without dates prescribe one form. */
export const dayFormat = z.enum(["YYYYMMDD", "YYYY-MM-DD", "DD/MM/YYYY"]);
export type DayFormat = z.infer<typeof dayFormat>;

const shownLanguage = z.string().max(10);

/** The values that a field accepts, and words that help people to enter them. Checked by `field-check.ts`, here and in core-api. */
export const fieldRule = z.object({
  isRequired: z.boolean().optional(),
  help: z.string().trim().max(300).optional(),
  /** Language of `help`, when the reader's language is another one; so are the other `lang`. Only what is read for a reader has them. */
  helpLang: shownLanguage.optional(),
  /** The only accepted values, in the order in which they are offered; a code may have a label. */
  values: z
    .array(
      z.object({
        value: z.union([z.string().min(1).max(200), z.number()]),
        label: z.string().trim().max(120).optional(),
        lang: shownLanguage.optional(),
      }),
    )
    .min(1)
    .max(300)
    .optional(),
  /** A regular expression (RE2) that must match the whole text, and an example that does: people read only the example. */
  pattern: z.string().min(1).max(200).optional(),
  example: z.string().min(1).max(200).optional(),
  /** The text is a day that exists, in this form: people choose it from a calendar. */
  dayFormat: dayFormat.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  /** The unit of a number, as people write it after one: `m`, `m²`, `%`. */
  unit: z.string().trim().min(1).max(20).optional(),
});
export type FieldRule = z.infer<typeof fieldRule>;

/** A column of a vector layer: its name in the source file, its name in the table, and its label. */
export const layerField = z.object({
  name: z.string().max(255),
  column: z.string().max(63),
  type: fieldType,
  label: z.string().max(120).optional(),
  lang: shownLanguage.optional(),
  isHidden: z.boolean().optional(),
  rule: fieldRule.optional(),
});
export type LayerField = z.infer<typeof layerField>;

export const layerKind = z.enum(["vector", "raster", "elevation", "pointcloud", "remote"]);
export type LayerKindName = z.infer<typeof layerKind>;

/** What can be done with a layer: shown as tiles, read feature by feature, downloaded, edited, updated and restored, processed. */
export const layerAbility = z.enum(["tiles", "features", "downloads", "edits", "revisions", "processing"]);
export type LayerAbility = z.infer<typeof layerAbility>;

/** Named by the single types, which people draw; multi-types are not distinguished. */
export const geometryKind = z.enum(["point", "line", "polygon", "mixed"]);
export type GeometryKind = z.infer<typeof geometryKind>;

export const layerSummary = z.object({
  id,
  datasetId: id,
  name: z.string(),
  title: z.string(),
  titleLang: shownLanguage.optional(),
  kind: layerKind,
  abilities: z.array(layerAbility),
  geometry: geometryKind,
  /** Whether one feature may have several parts. */
  takesParts: z.boolean(),
  fields: z.array(layerField),
  style: layerStyle,
  featureCount: z.int(),
  bbox: bbox.nullable(),
  minZoom: z.int(),
  maxZoom: z.int(),
  revision: z.int(),
});
export type LayerSummary = z.infer<typeof layerSummary>;

export const layer = layerSummary.extend({
  communityId,
  srid: z.int(),
  status: z.enum(["building", "ready", "failed"]),
  updatedAt: z.date(),
});
export type Layer = z.infer<typeof layer>;

export const listLayersInput = z.object({ datasetId: id });
export const layerInput = z.object({ layerId: id });
export const updateLayerInput = z.object({
  communityId,
  layerId: id,
  title: line(120).optional(),
  style: layerStyle.optional(),
  /** Labels, visibility and rules of existing columns; other columns stay unchanged. A new rule replaces the old one, null removes it. */
  fields: z
    .array(
      z.object({
        column: z.string().max(63),
        label: z.string().trim().max(120).optional(),
        isHidden: z.boolean().optional(),
        rule: fieldRule.nullable().optional(),
      }),
    )
    .max(500)
    .optional(),
});
/** Values of a column, for legends and style forms: most frequent first for text, range for numbers. */
export const fieldValuesInput = z.object({ layerId: id, column: z.string().max(63) });
/** The first and the last day of a layer's features, `2023-10-08`; null when none of them has a date. */
export const layerDates = z.object({ earliest: z.iso.date().nullable(), latest: z.iso.date().nullable() });
export const fieldValues = z.object({
  values: z.array(z.object({ value: z.union([z.string(), z.number(), z.boolean()]).nullable(), count: z.int() })),
  min: z.number().nullable(),
  max: z.number().nullable(),
});

/** The methods that core-api computes; `manual` is a person's. */
export const computedMethod = z.enum(["quantile", "equal", "jenks"]);
export type ComputedMethod = z.infer<typeof computedMethod>;

/** Classes of a numeric field, for a style by classes or sizes. */
export const fieldClassesInput = z.object({
  layerId: id,
  column: z.string().max(63),
  method: computedMethod,
  count: z.int().min(2).max(MAX_STOPS),
});
export const fieldClasses = z.object({
  /** Where each class starts, ascending. Fewer than wanted when the field has fewer values. */
  starts: z.array(z.number()),
  /** Features in each class. */
  counts: z.array(z.int()),
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** Features without a value. */
  missing: z.int(),
  /** The layer is large: all figures are estimated from a part of it. */
  isSample: z.boolean(),
  histogram: z.array(z.object({ from: z.number(), to: z.number(), count: z.int() })),
});
export type FieldClasses = z.infer<typeof fieldClasses>;

/** How a field is filled, in a sample of the layer. */
export const fieldProfile = z.object({ column: z.string(), filled: z.int(), distinct: z.int() });
export type FieldProfile = z.infer<typeof fieldProfile>;

/** What an editor of styles must know of the fields of a layer. */
export const styleFields = z.object({
  /** `isIdentifier`: the field distinguishes single features, so that classes of it say nothing. */
  fields: z.array(fieldProfile.extend({ isIdentifier: z.boolean() })),
  /** The field to propose first for categories, and for classes and sizes. */
  category: z.string().nullable(),
  amount: z.string().nullable(),
});
export type StyleFields = z.infer<typeof styleFields>;
