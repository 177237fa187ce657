import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { fieldType, geometryKind, layerField } from "./layers.ts";
import { bbox } from "./place.ts";
import { line } from "./text.ts";

/** Texts of a processing, in both languages. They are part of its own file, not of the message catalogue. */
export const words = z.object({ fr: z.string(), en: z.string() });
export type Words = z.infer<typeof words>;

const parameter = { key: z.string(), label: words, help: words.nullable(), isOptional: z.boolean() };
const ofLayer = { of: z.string(), types: z.array(fieldType).nullable() };

/** A field of a form. `of` names the parameter with the layer whose columns are offered. */
export const parameterDescription = z.discriminatedUnion("kind", [
  z.object({ ...parameter, kind: z.literal("layer"), geometries: z.array(geometryKind).nullable() }),
  z.object({ ...parameter, kind: z.literal("layers"), geometries: z.array(geometryKind).nullable(), min: z.int(), max: z.int() }),
  z.object({ ...parameter, ...ofLayer, kind: z.literal("field") }),
  z.object({ ...parameter, ...ofLayer, kind: z.literal("fields"), max: z.int() }),
  z.object({
    ...parameter,
    kind: z.literal("number"),
    unit: words.nullable(),
    min: z.number(),
    max: z.number(),
    isWhole: z.boolean(),
    initial: z.number().nullable(),
  }),
  z.object({
    ...parameter,
    kind: z.literal("choice"),
    options: z.array(z.object({ value: z.string(), label: words })),
    initial: z.string(),
  }),
  z.object({ ...parameter, kind: z.literal("boolean"), initial: z.boolean() }),
  z.object({ ...parameter, kind: z.literal("text"), maxLength: z.int(), initial: z.string() }),
  z.object({ ...parameter, kind: z.literal("crs") }),
  z.object({ ...parameter, kind: z.literal("area") }),
  z.object({ ...parameter, kind: z.literal("condition"), of: z.string() }),
]);
export type ParameterDescription = z.infer<typeof parameterDescription>;

/** File formats of a result. */
export const fileFormat = z.enum(["gpkg", "geojson", "shapefile", "flatgeobuf", "csv"]);
export type FileFormat = z.infer<typeof fileFormat>;
const resultKind = z.enum(["layer", "file"]);

export const processingDescription = z.object({
  id: z.string(),
  /** Increased when the same parameters would give another result. */
  version: z.int(),
  title: words,
  help: words,
  results: z.array(resultKind),
  parameters: z.array(parameterDescription),
  /** Further figures beside the features read and written, by the names of `counts`. */
  counts: z.record(z.string(), words),
});
export type ProcessingDescription = z.infer<typeof processingDescription>;

/** Conditions on fields: the operators of each type. */
export const conditionOperators = {
  text: ["equal", "different", "contains", "starts", "empty", "filled"],
  integer: ["equal", "different", "less", "at-most", "more", "at-least", "empty", "filled"],
  double: ["equal", "different", "less", "at-most", "more", "at-least", "empty", "filled"],
  date: ["equal", "different", "less", "at-most", "more", "at-least", "empty", "filled"],
  datetime: ["less", "at-most", "more", "at-least", "empty", "filled"],
  localdatetime: ["less", "at-most", "more", "at-least", "empty", "filled"],
  boolean: ["equal", "empty", "filled"],
} as const satisfies Record<z.infer<typeof fieldType>, readonly string[]>;
export const conditionOperator = z.enum([
  "equal",
  "different",
  "less",
  "at-most",
  "more",
  "at-least",
  "contains",
  "starts",
  "empty",
  "filled",
]);
export type ConditionOperator = z.infer<typeof conditionOperator>;

export const condition = z.object({
  match: z.enum(["all", "any"]).default("all"),
  tests: z
    .array(
      z.object({
        column: z.string().max(63),
        operator: conditionOperator,
        value: z.union([z.string().max(500), z.number(), z.boolean()]).optional(),
      }),
    )
    .min(1)
    .max(20),
});
export type Condition = z.infer<typeof condition>;

/** A layer that a form can offer. */
export const processableLayer = z.object({
  id,
  title: z.string(),
  datasetId: id,
  datasetTitle: z.string(),
  geometry: geometryKind,
  fields: z.array(layerField),
  features: z.int(),
  bbox: bbox.nullable(),
});
export type ProcessableLayer = z.infer<typeof processableLayer>;

/** Values by the keys of the description; core-api validates each against it. */
const values = z.record(z.string().max(60), z.unknown());

export const estimateInput = z.object({ communityId, processing: z.string().max(60), parameters: values });
/** `out` is null when only running the processing would show it. */
export const estimate = z.object({ in: z.int(), out: z.int().nullable() });

export const runProcessingInput = z.object({
  ...estimateInput.shape,
  result: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("layer"),
      title: line(200),
      target: z.union([z.object({ datasetId: id }), z.object({ title: line(200) })]),
    }),
    z.object({ kind: z.literal("file"), format: fileFormat }),
  ]),
});
export const runProcessingAnswer = z.object({ runId: id, jobId: id });

export const processingSource = z.object({
  layerId: id,
  title: z.string(),
  datasetId: id,
  datasetTitle: z.string(),
  revision: z.int(),
  features: z.int(),
});

export const processingRun = z.object({
  id,
  processing: z.string(),
  version: z.int(),
  /** Null when the processing is no longer offered. */
  processingTitle: words.nullable(),
  countTitles: z.record(z.string(), words),
  parameters: values,
  sources: z.array(processingSource),
  title: z.string(),
  format: fileFormat.nullable(),
  datasetId: id.nullable(),
  layerId: id.nullable(),
  /** The file is kept for a while; afterwards its path is null. */
  file: z.object({ name: z.string(), size: z.int(), path: z.string().nullable(), keptUntil: z.date() }).nullable(),
  /** `in` and `out` features, and the further figures of the processing. */
  counts: z.record(z.string(), z.int()).nullable(),
  createdByName: z.string(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type ProcessingRun = z.infer<typeof processingRun>;

export const processingRunInput = z.object({ communityId, runId: id });
export const lineageInput = z.object({ communityId, datasetId: id });
