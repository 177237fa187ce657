import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { line, paragraph } from "./text.ts";
import { failure, foundCrs } from "./uploads.ts";

/** Largest file of edits, in bytes. */
export const IMPORT_MAX_BYTES = 100_000_000;
/** Most rows of one file. */
export const IMPORT_MAX_ROWS = 500_000;
/** Most refused rows that are listed one by one. */
export const MAX_LISTED_REFUSALS = 100;

/** Matches rows to features by the `fid` of our downloads. With no key, each row is a new feature. */
export const KEY_FID = "fid";
export const KEY_NONE = "none";

/** How a file is read; absent values are detected. */
export const importChoice = z.object({
  /** Which of the file's layers: a `key` of `sources`. */
  source: z.string().max(500).optional(),
  /** `fid`, `none`, or the column of the layer that identifies a feature. */
  key: z.string().max(63).optional(),
  srid: z.int().min(1).max(999_999).optional(),
});
export type ImportChoice = z.infer<typeof importChoice>;

/** A refused row: its place, and the message `errors.<code>` that says why and what to do. */
export const importRefusal = failure.extend({
  /** 1…n in the order of the file, not counting the header. */
  row: z.int(),
  /** Label of the column. */
  column: z.string().nullable(),
});
export type ImportRefusal = z.infer<typeof importRefusal>;

/** What importing a file would change. Every row is inserted, updated, unchanged or refused. */
export const importPreview = z.object({
  source: z.string(),
  sources: z.array(z.object({ key: z.string(), name: z.string(), rows: z.int() })),
  key: z.string(),
  /** Other columns that could match rows to features. */
  keys: z.array(z.object({ key: z.string(), name: z.string() })),
  /** Null for a table without geometry. */
  crs: foundCrs.nullable(),
  columns: z.object({
    compared: z.array(z.string()),
    /** Fields of the file that the layer does not have. */
    ignored: z.array(z.string()),
    /** Columns that no one may edit. */
    locked: z.array(z.string()),
  }),
  rows: z.int(),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  /** Number of features that the file does not contain. Null when rows are not matched. */
  absent: z.int().nullable(),
  refusals: z.array(importRefusal).max(MAX_LISTED_REFUSALS),
});
export type ImportPreview = z.infer<typeof importPreview>;

export const editImport = z.object({
  id,
  communityId,
  layerId: id,
  fileName: z.string(),
  size: z.int(),
  status: z.enum(["reading", "ready", "failed", "taken"]),
  choice: importChoice,
  /** Progress of reading; `ahead`: number of jobs before it in the queue. */
  progress: z.object({ step: z.string().nullable(), done: z.int(), total: z.int().nullable(), ahead: z.int() }).nullable(),
  preview: importPreview.nullable(),
  error: failure.nullable(),
});
export type EditImport = z.infer<typeof editImport>;

export const importInput = z.object({ communityId, importId: id });
export const chooseInput = importInput.extend({ choice: importChoice });
export const takeImportInput = importInput.extend({
  /** The open contribution that receives the edits. Absent: the person's open draft of the dataset, or a new one. */
  contributionId: id.optional(),
  title: line(160),
  /** Deletes the features that the file does not contain, with this reason. */
  deleteAbsent: z.object({ reason: paragraph(500) }).optional(),
});
export const takenImport = z.object({ contributionId: id, taken: z.int() });
