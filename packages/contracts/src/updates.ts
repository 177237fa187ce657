import { z } from "zod";
import { use } from "./bin.ts";
import { featureChange } from "./features.ts";
import { communityId, id } from "./ids.ts";
import { layerField } from "./layers.ts";
import { pageInput, pageOf } from "./page.ts";
import { failure, severity } from "./uploads.ts";

/**
 * How a file updates a layer. `delta`: rows are matched by a key; features missing from the file stay, or are deleted on request.
 * `append`: every row is a new feature. `replace`: the layer becomes the content of the file; unchanged features keep their identity.
 */
export const updateWay = z.enum(["delta", "append", "replace"]);
export type UpdateWay = z.infer<typeof updateWay>;

/** Matches rows to features by the `fid` of our downloads. */
export const UPDATE_KEY_FID = "fid";
/** Most columns of one key. */
export const MAX_KEY_COLUMNS = 4;
/** Most columns that one update adds. */
const MAX_ADDED_COLUMNS = 100;

/** How a file is compared with a layer; absent values are detected. */
export const updateChoice = z.object({
  /** `fid`, or the columns of the layer that together identify a feature. Empty: no key (only with `replace`). */
  key: z.array(z.string().max(63)).max(MAX_KEY_COLUMNS).optional(),
  /** By column of the layer, the field of the file that fills it, or null. Other columns are matched by name. */
  columns: z.record(z.string().max(63), z.string().max(255).nullable()).optional(),
  /** New fields of the file that become columns of the layer. */
  adds: z.array(z.string().max(255)).max(MAX_ADDED_COLUMNS).optional(),
  /** With `delta`: deletes the features that the file does not contain. */
  deletesAbsent: z.boolean().optional(),
  /** With `replace`: the layer takes the kind of shapes that the file has, for example points instead of areas. */
  changesKind: z.boolean().optional(),
});
export type UpdateChoice = z.infer<typeof updateChoice>;

/** Most rows that one finding lists. */
export const MOST_ROWS_NAMED = 10;

/**
 * A finding about rows, a feature or a column: the message `errors.<code>`. An error prevents the update. Rows with the same fault are one
 * finding: `occurrences` counts them, `rows` lists the first.
 */
export const updateFinding = failure.extend({
  severity,
  /** 1…n in the order of the file. */
  row: z.int().nullable(),
  rows: z.array(z.int()).max(MOST_ROWS_NAMED).default([]),
  fid: z.int().nullable(),
  /** Label of the column. */
  column: z.string().nullable(),
  /** lon, lat when it could be placed. */
  point: z.tuple([z.number(), z.number()]).nullable(),
  occurrences: z.int(),
});
export type UpdateFinding = z.infer<typeof updateFinding>;

/** What applying the update would break: the message `errors.<code>`, and what depends on it. It needs the layer's title as confirmation. */
export const updateHarm = failure.extend({ uses: z.array(use) });
export type UpdateHarm = z.infer<typeof updateHarm>;

/** Types of geometry before and after an update that changes the kind of its layer. */
export const kindChange = z.object({ from: z.string(), to: z.string() });
export type KindChange = z.infer<typeof kindChange>;

export const updateCounts = z.object({ inserted: z.int(), updated: z.int(), deleted: z.int(), unchanged: z.int() });
export type UpdateCounts = z.infer<typeof updateCounts>;

/** Columns that a layer gains and loses. Lost columns are hidden; their values stay in the history. */
export const columnChanges = z.object({ added: z.array(layerField), removed: z.array(layerField) });
export type ColumnChanges = z.infer<typeof columnChanges>;

/** What applying an update would do, computed against one revision of the layer. */
export const updatePreview = z.object({
  baseRevision: z.int(),
  counts: updateCounts,
  columns: columnChanges.default({ added: [], removed: [] }),
  /** What was read from the file; null when a revision is restored. */
  file: z
    .object({
      rows: z.int(),
      /** Number of features that the file does not contain; null when rows are not matched. */
      absent: z.int().nullable(),
      key: z.array(z.string()),
      /** Other columns that could identify features; `isUnique`: nearly every feature has its own value. */
      keys: z.array(z.object({ key: z.string(), name: z.string(), isUnique: z.boolean() })),
      columns: z.array(z.object({ column: z.string(), name: z.string(), from: z.string().nullable() })),
      /** Names of the file's fields. */
      fields: z.array(z.string()),
      /** Fields of the file without a column in the layer, which are ignored. */
      unknown: z.array(z.string()),
      /** Fields of the file that become columns of the layer. */
      added: z.array(z.string()).default([]),
      /** Names of the CRS for people; `file` is null for a table without geometry. */
      crs: z.object({ file: z.string().nullable(), layer: z.string() }),
    })
    .nullable(),
  /** Null when the layer keeps its kind of shapes. */
  kind: kindChange.nullable().default(null),
  findings: z.array(updateFinding),
  /** Not empty: `updates.commit` needs `confirm`. */
  harms: z.array(updateHarm).default([]),
  /** True when a finding prevents the update. */
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
  /** The revision that it restores. */
  restores: z.int().nullable(),
  /** Null for a restoration, and once the file is deleted. */
  uploadId: id.nullable(),
  fileName: z.string(),
  choice: updateChoice,
  status: z.enum(["comparing", "ready", "applying", "applied", "failed"]),
  /** The running or failed job. */
  jobId: id.nullable(),
  /** The layer changed since the comparison: it must be compared again before it is applied. */
  isOutdated: z.boolean(),
  preview: updatePreview.nullable(),
  /** Why its last job failed. */
  error: failure.nullable(),
  /** The revision that it created. */
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
/** Computes the changes; with `applies`, they are applied as soon as they are known. */
export const restoreInput = z.object({ communityId, layerId: id, revision: z.int32().min(1), applies: z.boolean().default(false) });
export const updateInput = z.object({ communityId, updateId: id });
/** Compares again; `way` is left out for a restoration. */
export const compareAgainInput = updateInput.extend({ way: updateWay.optional(), choice: updateChoice.optional() });
/**
 * Applies the comparison that the person saw, made with this revision of the layer; refused when the layer changed since. `confirm` is the
 * title of the layer: an update with `harms` is refused without it.
 */
export const applyUpdateInput = updateInput.extend({ baseRevision: z.int32().min(1), confirm: z.string().max(500).optional() });

export const updateChangesInput = updateInput.extend({ operation: featureChange.shape.operation.optional(), ...pageInput });
export const updateChanges = pageOf(featureChange);

export const listRevisionsInput = z.object({ communityId, layerId: id, ...pageInput });
/** A revision of a layer, in a list. */
export const layerRevision = z.object({
  revision: z.int(),
  createdAt: z.date(),
  /** Null when the author is not a member, or the caller may not see who it is. */
  authorName: z.string().nullable(),
  kind: z.enum(["published", "contribution", "update", "restored"]),
  way: updateWay.nullable(),
  fileName: z.string().nullable(),
  /** The revision that it restored. */
  restores: z.int().nullable(),
  contributionId: id.nullable(),
  /** Null for the publication, where everything is new. */
  counts: updateCounts.pick({ inserted: true, updated: true, deleted: true }).nullable(),
  /** Set when it changed the kind of the layer's shapes. */
  shapes: kindChange.nullable(),
  /** Labels of the columns that it added and removed. */
  columns: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
});
export type LayerRevision = z.infer<typeof layerRevision>;
export const layerRevisions = pageOf(layerRevision);
