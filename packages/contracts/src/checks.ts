import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { modelKey, modelTitle } from "./models.ts";
import { pageInput } from "./page.ts";
import { failure, textEncoding } from "./uploads.ts";

/** `ran`: to its end, whatever it found. `failed`: not to its end, which judges nothing. */
export const checkStatus = z.enum(["waiting", "running", "ran", "failed"]);
export type CheckStatus = z.infer<typeof checkStatus>;
/** How grave a finding is; the first two make a delivery not conform. */
export const findingLevels = ["FATAL", "ERROR", "WARNING", "INFO"] as const;
export const findingLevel = z.enum(findingLevels);
export type FindingLevel = z.infer<typeof findingLevel>;

export const checkOptions = z.object({
  /** Files may lie anywhere: they are known by their names alone. */
  flat: z.boolean().default(false),
  /** EPSG code of tables that do not say theirs. */
  srid: z.int().min(1).max(999_999).nullable().default(null),
  /** Text encoding of tables that do not say theirs; found from their bytes when null. */
  encoding: textEncoding.nullable().default(null),
});
export type CheckOptions = z.infer<typeof checkOptions>;

export const checkVerdict = z.object({
  /** Name of the delivery: its folder, or its file. */
  delivery: z.string(),
  ran: z.boolean(),
  failure: z.string().nullable(),
  /** No FATAL, no ERROR; null when it did not run to its end. */
  conforms: z.boolean().nullable(),
  levels: z.record(findingLevel, z.int()),
  files: z.int(),
  tables: z.int(),
  rows: z.int(),
});
export type CheckVerdict = z.infer<typeof checkVerdict>;

export const check = z.object({
  id,
  communityId,
  uploadId: id,
  fileName: z.string(),
  model: z.object({ key: modelKey, version: z.int().nullable(), title: modelTitle }),
  options: checkOptions,
  status: checkStatus,
  /** There once it ran, also when it could not go to its end. */
  verdict: checkVerdict.nullable(),
  /** The job at work on it, if any. */
  jobId: id.nullable(),
  error: failure.nullable(),
  /** How many repairs had been done to what it looked at. */
  repairs: z.int(),
  /** False when repairs were done or undone since. */
  isCurrent: z.boolean(),
  /** The check that looks at repairs done on this one: the latest. */
  nextId: id.nullable(),
  createdByName: z.string(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type Check = z.infer<typeof check>;

/** Sentences are the messages `findings.title.<code>`, `findings.what.<code>` and `findings.repair.<code>`, filled by `params`. */
export const checkFinding = z.object({
  sequence: z.int(),
  group: z.int(),
  code: z.string(),
  level: findingLevel,
  fileModel: z.string().nullable(),
  table: z.string().nullable(),
  field: z.string().nullable(),
  file: z.string().nullable(),
  row: z.int().nullable(),
  featureId: z.string().nullable(),
  /** West, south, east, north in degrees. */
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
  /** GeoJSON geometry in degrees of the very place. */
  place: z.record(z.string(), z.unknown()).nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The repair to offer. */
  repair: z.string().nullable(),
});
export type CheckFinding = z.infer<typeof checkFinding>;

/** Findings of one code and level on one field of one file model: what a person repairs in one go. */
export const checkGroup = z.object({
  number: z.int(),
  code: z.string(),
  level: findingLevel,
  fileModel: z.string().nullable(),
  field: z.string().nullable(),
  /** All of them. */
  count: z.int(),
  /** Those that are listed one by one. */
  listed: z.int(),
  repair: z.string().nullable(),
  /** How many of them one click can repair; checks of before counted none. */
  repairable: z.int().default(0),
  example: checkFinding.omit({ place: true }).nullable(),
});
export type CheckGroup = z.infer<typeof checkGroup>;

/** The gravest and largest group first; tables and files of the findings, to choose from. */
export const checkGroups = z.object({ groups: z.array(checkGroup), tables: z.array(z.string()), files: z.array(z.string()) });
export type CheckGroups = z.infer<typeof checkGroups>;

const ofUpload = { communityId, uploadId: id };
export const listChecksInput = z.object(ofUpload);
export const startCheckInput = z.object({ ...ofUpload, model: modelKey, options: checkOptions.prefault({}) });
/** The model that the upload was most likely made for; null when none fits. */
export const suggestedModel = z.object({ key: modelKey.nullable() });
export const checkInput = z.object({ communityId, checkId: id });
export const findingFilter = z.object({
  levels: z.array(findingLevel).max(4).optional(),
  code: z.string().max(80).optional(),
  group: z.int().min(0).optional(),
  file: z.string().max(1000).optional(),
  table: z.string().max(200).optional(),
  field: z.string().max(200).optional(),
  /** With a repair that one click can do, or without. */
  repairable: z.boolean().optional(),
});
export type FindingFilter = z.infer<typeof findingFilter>;
export const checkFindingsInput = z.object({ communityId, checkId: id, ...findingFilter.shape, ...pageInput });
