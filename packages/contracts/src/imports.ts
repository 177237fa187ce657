import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { line, paragraph } from "./text.ts";
import { failure, foundCrs } from "./uploads.ts";

/** The largest file of edits that is taken, in bytes. */
export const IMPORT_MAX_BYTES = 100_000_000;
/** Rows of one file at most. */
export const IMPORT_MAX_ROWS = 500_000;
/** Refused rows that are told one by one. */
export const TOLD_REFUSALS = 100;

/** Rows are told apart by the number that our downloads give to features, or by nothing: then each is a new feature. */
export const KEY_FID = "fid";
export const KEY_NONE = "none";

/** How a file is read; what is left out is found. */
export const importChoice = z.object({
  /** Which of the file's layers: a `key` of `sources`. */
  source: z.string().max(500).optional(),
  /** `fid`, `none`, or the column of the layer whose value names a feature. */
  key: z.string().max(63).optional(),
  srid: z.int().min(1).max(999_999).optional(),
});
export type ImportChoice = z.infer<typeof importChoice>;

/** A row that is not taken: where, and the sentence `errors.<code>` that says why and what to do. */
export const importRefusal = failure.extend({
  /** 1…n in the order of the file, as a table shows its rows without its heading. */
  row: z.int(),
  /** What people read of the column. */
  column: z.string().nullable(),
});
export type ImportRefusal = z.infer<typeof importRefusal>;

/** What taking a file would change. Every row is inserted, updated, unchanged or refused. */
export const importPreview = z.object({
  source: z.string(),
  sources: z.array(z.object({ key: z.string(), name: z.string(), rows: z.int() })),
  key: z.string(),
  /** What else the rows may be told apart by. */
  keys: z.array(z.object({ key: z.string(), name: z.string() })),
  /** Null for a table without geometry. */
  crs: foundCrs.nullable(),
  columns: z.object({
    compared: z.array(z.string()),
    /** Of the file, unknown to the layer. */
    ignored: z.array(z.string()),
    /** Columns that nobody edits. */
    locked: z.array(z.string()),
  }),
  rows: z.int(),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  /** Features that the file does not hold. Null when rows are not told apart. */
  absent: z.int().nullable(),
  refusals: z.array(importRefusal).max(TOLD_REFUSALS),
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
  /** How far reading is; `ahead` jobs come before it. */
  progress: z.object({ step: z.string().nullable(), done: z.int(), total: z.int().nullable(), ahead: z.int() }).nullable(),
  preview: importPreview.nullable(),
  error: failure.nullable(),
});
export type EditImport = z.infer<typeof editImport>;

export const importInput = z.object({ communityId, importId: id });
export const chooseInput = importInput.extend({ choice: importChoice });
export const takeImportInput = importInput.extend({
  /** The open contribution that goes on; absent: the person's open draft of the dataset, or a new one. */
  contributionId: id.optional(),
  title: line(160),
  /** Features that the file does not hold are deleted, for this reason. */
  deleteAbsent: z.object({ reason: paragraph(500) }).optional(),
});
export const takenImport = z.object({ contributionId: id, taken: z.int() });
