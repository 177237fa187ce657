import { z } from "zod";
import { featureChange } from "./features.ts";
import { communityId, id } from "./ids.ts";
import { layerField } from "./layers.ts";
import { pageInput, pageOf } from "./page.ts";
import { failure, severity } from "./uploads.ts";

/**
 * How a file updates a layer. `delta`: rows are matched by a key, what the file does not hold stays (or goes, if that is asked for).
 * `append`: every row is a new feature. `replace`: the layer becomes what the file holds; what is the same stays the same feature.
 */
export const updateWay = z.enum(["delta", "append", "replace"]);
export type UpdateWay = z.infer<typeof updateWay>;

/** Rows are told apart by the number that our downloads give to features. */
export const UPDATE_KEY_FID = "fid";
/** Columns that make one key at most. */
export const MAX_KEY_COLUMNS = 4;
/** Columns that one update adds at most. */
const MAX_ADDED_COLUMNS = 100;

/** How a file is compared with a layer; what is left out is found. */
export const updateChoice = z.object({
  /** `fid`, or columns of the layer that together name a feature. Empty: by no key (`replace` alone). */
  key: z.array(z.string().max(63)).max(MAX_KEY_COLUMNS).optional(),
  /** For columns of the layer, the file's field that fills them; null: none does. Others are matched by name. */
  columns: z.record(z.string().max(63), z.string().max(255).nullable()).optional(),
  /** Fields of the file that the layer has no column for, and gets one for. */
  adds: z.array(z.string().max(255)).max(MAX_ADDED_COLUMNS).optional(),
  /** With `delta`: features that the file does not hold are deleted. */
  deletesAbsent: z.boolean().optional(),
});
export type UpdateChoice = z.infer<typeof updateChoice>;

/** Something to know about a row, a feature or a column: the sentence `errors.<code>`. An error stands in the way of applying. */
export const updateFinding = failure.extend({
  severity,
  /** 1…n in the order of the file. */
  row: z.int().nullable(),
  fid: z.int().nullable(),
  /** What people read of the column. */
  column: z.string().nullable(),
  /** lon, lat when it could be placed. */
  point: z.tuple([z.number(), z.number()]).nullable(),
  occurrences: z.int(),
});
export type UpdateFinding = z.infer<typeof updateFinding>;

export const updateCounts = z.object({ inserted: z.int(), updated: z.int(), deleted: z.int(), unchanged: z.int() });
export type UpdateCounts = z.infer<typeof updateCounts>;

/** Columns that a layer gets and loses. Those that it loses are shown no more: their values stay in its history. */
export const columnChanges = z.object({ added: z.array(layerField), removed: z.array(layerField) });
export type ColumnChanges = z.infer<typeof columnChanges>;

/** What applying an update would do, computed against one revision of the layer. */
export const updatePreview = z.object({
  baseRevision: z.int(),
  counts: updateCounts,
  columns: columnChanges.default({ added: [], removed: [] }),
  /** What was read of the file; null for a revision that is restored. */
  file: z
    .object({
      rows: z.int(),
      /** Features that the file does not hold; null when rows are not told apart. */
      absent: z.int().nullable(),
      key: z.array(z.string()),
      /** What else features may be told apart by: each has a value of its own in nearly every feature when `isUnique`. */
      keys: z.array(z.object({ key: z.string(), name: z.string(), isUnique: z.boolean() })),
      columns: z.array(z.object({ column: z.string(), name: z.string(), from: z.string().nullable() })),
      /** Names of the file's fields. */
      fields: z.array(z.string()),
      /** Of those, the ones that the layer has no column for, and gets none. */
      unknown: z.array(z.string()),
      /** Of those, the ones that the layer gets a column for. */
      added: z.array(z.string()).default([]),
      /** How people read the coordinate systems; `file` null for a table without geometry. */
      crs: z.object({ file: z.string().nullable(), layer: z.string() }),
    })
    .nullable(),
  findings: z.array(updateFinding),
  /** An error of the findings stands in the way. */
  isBlocked: z.boolean(),
});
export type UpdatePreview = z.infer<typeof updatePreview>;

export const layerUpdate = z.object({
  id,
  communityId,
  datasetId: id,
  datasetTitle: z.string(),
  layerId: id,
  layerTitle: z.string(),
  way: z.enum([...updateWay.options, "restore"]),
  /** The revision that it goes back to. */
  restores: z.int().nullable(),
  /** Null for a restoration, or once the file was thrown away. */
  uploadId: id.nullable(),
  fileName: z.string(),
  choice: updateChoice,
  status: z.enum(["comparing", "ready", "applying", "applied", "failed"]),
  /** The job at work, or the one that failed. */
  jobId: id.nullable(),
  /** The layer moved since it was compared: it is compared again before it is applied. */
  isOutdated: z.boolean(),
  preview: updatePreview.nullable(),
  /** Why its last job failed. */
  error: failure.nullable(),
  /** The revision that it made. */
  revision: z.int().nullable(),
  createdAt: z.date(),
});
export type LayerUpdate = z.infer<typeof layerUpdate>;

export const prepareUpdateInput = z.object({
  communityId,
  layerId: id,
  uploadId: id,
  uploadLayerId: id,
  way: updateWay,
  choice: updateChoice.default({}),
});
export const restoreInput = z.object({ communityId, layerId: id, revision: z.int().min(1) });
export const updateInput = z.object({ communityId, updateId: id });
/** Compares again; `way` is left out for a restoration. */
export const compareAgainInput = updateInput.extend({ way: updateWay.optional(), choice: updateChoice.optional() });
/** What is applied is what the person has seen: the comparison with this revision of the layer. */
export const applyUpdateInput = updateInput.extend({ baseRevision: z.int().min(1) });

export const updateChangesInput = updateInput.extend({ operation: featureChange.shape.operation.optional(), ...pageInput });
export const updateChanges = pageOf(featureChange);

export const listRevisionsInput = z.object({ communityId, layerId: id, ...pageInput });
/** One committed state of a layer, as a list tells it. */
export const layerRevision = z.object({
  revision: z.int(),
  createdAt: z.date(),
  /** Null: no member, or nobody that the caller may know. */
  authorName: z.string().nullable(),
  kind: z.enum(["published", "contribution", "update", "restored"]),
  way: updateWay.nullable(),
  fileName: z.string().nullable(),
  /** The revision whose state it brought back. */
  restores: z.int().nullable(),
  contributionId: id.nullable(),
  /** Null for what was published: everything is new. */
  counts: updateCounts.pick({ inserted: true, updated: true, deleted: true }).nullable(),
  /** What people read of columns that came and went with it. */
  columns: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
});
export type LayerRevision = z.infer<typeof layerRevision>;
export const layerRevisions = pageOf(layerRevision);
