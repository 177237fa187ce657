import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { fieldType, geometryKind, layerField } from "./layers.ts";
import { bbox } from "./place.ts";
import { line } from "./text.ts";

/** Words of a processing stand in its own file, in both languages: they travel with it. */
export const words = z.object({ fr: z.string(), en: z.string() });
export type Words = z.infer<typeof words>;

const parameter = { key: z.string(), label: words, help: words.nullable(), isOptional: z.boolean() };
const ofLayer = { of: z.string(), types: z.array(fieldType).nullable() };

/** What a form asks for. `of` names the parameter of the layer whose fields are meant. */
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

/** Formats of a file as a result. */
export const fileFormat = z.enum(["gpkg", "geojson", "shapefile", "flatgeobuf", "csv"]);
export type FileFormat = z.infer<typeof fileFormat>;
const resultKind = z.enum(["layer", "file"]);

export const processingDescription = z.object({
  id: z.string(),
  /** Grows when the same parameters would give another result. */
  version: z.int(),
  title: words,
  help: words,
  results: z.array(resultKind),
  parameters: z.array(parameterDescription),
  /** What it counts beside what went in and came out, by the names of `counts`. */
  counts: z.record(z.string(), words),
});
export type ProcessingDescription = z.infer<typeof processingDescription>;

/** Tests of fields: the operators that each type takes. */
export const conditionOperators = {
  text: ["equal", "different", "contains", "starts", "empty", "filled"],
  integer: ["equal", "different", "less", "at-most", "more", "at-least", "empty", "filled"],
  double: ["equal", "different", "less", "at-most", "more", "at-least", "empty", "filled"],
  date: ["equal", "different", "less", "at-most", "more", "at-least", "empty", "filled"],
  datetime: ["less", "at-most", "more", "at-least", "empty", "filled"],
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

/** A layer that can be chosen, as a form needs to know it. */
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

/** Values by the keys of the description; core-api checks each against it. */
const values = z.record(z.string().max(60), z.unknown());

export const estimateInput = z.object({ communityId, processing: z.string().max(60), parameters: values });
/** `out` is null where only doing it would tell. */
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
  /** It is kept for a while; then it has no path any more. */
  file: z.object({ name: z.string(), size: z.int(), path: z.string().nullable(), keptUntil: z.date() }).nullable(),
  /** `in` and `out` features, and what else the processing counts. */
  counts: z.record(z.string(), z.int()).nullable(),
  createdByName: z.string(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type ProcessingRun = z.infer<typeof processingRun>;

export const processingRunInput = z.object({ communityId, runId: id });
export const lineageInput = z.object({ communityId, datasetId: id });
