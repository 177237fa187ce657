import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { modelKey, modelTitle } from "./models.ts";
import { pageInput } from "./page.ts";
import { failure, textEncoding } from "./uploads.ts";

/** `ran`: the check finished, whatever it found. `failed`: it did not finish and says nothing about the data. */
export const checkStatus = z.enum(["waiting", "running", "ran", "failed"]);
export type CheckStatus = z.infer<typeof checkStatus>;
/** Severity of a finding. With a FATAL or an ERROR, the upload does not conform. */
export const findingLevels = ["FATAL", "ERROR", "WARNING", "INFO"] as const;
export const findingLevel = z.enum(findingLevels);
export type FindingLevel = z.infer<typeof findingLevel>;

export const checkOptions = z.object({
  /** Ignores folders: files are matched by name alone. */
  flat: z.boolean().default(false),
  /** EPSG code of tables that do not state one. */
  srid: z.int().min(1).max(999_999).nullable().default(null),
  /** Text encoding of tables that do not state one. Null: detected from their bytes. */
  encoding: textEncoding.nullable().default(null),
});
export type CheckOptions = z.infer<typeof checkOptions>;

export const checkVerdict = z.object({
  /** Name of the upload's folder or file. */
  delivery: z.string(),
  ran: z.boolean(),
  failure: z.string().nullable(),
  /** True without FATAL and ERROR. Null when the check did not finish. */
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
  /** Set when the check stopped, finished or not. */
  verdict: checkVerdict.nullable(),
  /** The running job, if any. */
  jobId: id.nullable(),
  error: failure.nullable(),
  /** Number of repairs in the upload when it was checked. */
  repairs: z.int(),
  /** False when repairs were added or removed since. */
  isCurrent: z.boolean(),
  /** The latest check that was started after repairs made on this one. */
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
  /** GeoJSON geometry of the exact place, in EPSG:4326. */
  place: z.record(z.string(), z.unknown()).nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The repair to offer. */
  repair: z.string().nullable(),
});
export type CheckFinding = z.infer<typeof checkFinding>;

/** Findings with the same code and level on the same field of the same file model: a person repairs them together. */
export const checkGroup = z.object({
  number: z.int(),
  code: z.string(),
  level: findingLevel,
  fileModel: z.string().nullable(),
  field: z.string().nullable(),
  /** Number of findings. */
  count: z.int(),
  /** Number of findings stored one by one. */
  listed: z.int(),
  repair: z.string().nullable(),
  /** How many of them a repair can fix. Checks stored before repairs existed have 0. */
  repairable: z.int().default(0),
  example: checkFinding.omit({ place: true }).nullable(),
});
export type CheckGroup = z.infer<typeof checkGroup>;

/** Groups by severity, then by size, largest first; and the tables and files with findings, for filters. */
export const checkGroups = z.object({ groups: z.array(checkGroup), tables: z.array(z.string()), files: z.array(z.string()) });
export type CheckGroups = z.infer<typeof checkGroups>;

const ofUpload = { communityId, uploadId: id };
export const listChecksInput = z.object(ofUpload);
export const startCheckInput = z.object({ ...ofUpload, model: modelKey, options: checkOptions.prefault({}) });
/** The model that fits the upload best; null when none fits. */
export const suggestedModel = z.object({ key: modelKey.nullable() });
export const checkInput = z.object({ communityId, checkId: id });
export const findingFilter = z.object({
  levels: z.array(findingLevel).max(4).optional(),
  code: z.string().max(80).optional(),
  group: z.int32().min(0).optional(),
  file: z.string().max(1000).optional(),
  table: z.string().max(200).optional(),
  field: z.string().max(200).optional(),
  /** True: only findings with a repair. False: only those without. */
  repairable: z.boolean().optional(),
});
export type FindingFilter = z.infer<typeof findingFilter>;
export const checkFindingsInput = z.object({ communityId, checkId: id, ...findingFilter.shape, ...pageInput });
