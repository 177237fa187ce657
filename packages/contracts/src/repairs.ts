import { z } from "zod";
import { checkFinding } from "./checks.ts";
import { communityId, id } from "./ids.ts";

const ofCheck = { communityId, checkId: id };

/** What a repair applies to: one finding, a group of findings, or every finding that has a repair. */
export const repairReach = z.union([
  z.object({ sequence: z.int32() }),
  z.object({ group: z.int32().min(0) }),
  z.object({ all: z.literal(true) }),
]);
export type RepairReach = z.infer<typeof repairReach>;
/** Cell size, in metres, of the grid that vertices snap to. Without it, the model's precision applies. */
export const gridPrecisions = [0.001, 0.01, 0.1, 1] as const;
export const gridPrecision = z.union(gridPrecisions.map((precision) => z.literal(precision)));
export type GridPrecision = z.infer<typeof gridPrecision>;
export const offeredRepairsInput = z.object({ ...ofCheck, on: repairReach, precision: gridPrecision.optional() });

/** Sentences are the messages `repairs.lineage.<kind>` with `count`. */
export const lineageEntry = z.object({
  kind: z.string(),
  count: z.int(),
  /** Square metres by which the area of shapes changed. */
  area: z.number(),
});
export type LineageEntry = z.infer<typeof lineageEntry>;

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const geojson = z.record(z.string(), z.unknown()).nullable();

/** The target of an operation, without the values that it writes. */
export const doneRepair = z.object({
  position: z.int(),
  revision: z.int(),
  /** A named repair, or a manual edit. */
  kind: z.union([z.string(), z.enum(["edited-values", "edited-shapes", "removed-rows"])]),
  file: z.string().nullable(),
  table: z.string().nullable(),
  field: z.string().nullable(),
  row: z.int().nullable(),
  /** Of an edited value. */
  value: value.nullable(),
  /** What it changed; null until a check has read its rows. */
  counts: z.array(lineageEntry).nullable(),
  authorName: z.string(),
  createdAt: z.date(),
});
export type DoneRepair = z.infer<typeof doneRepair>;

/** Repairs of an upload, latest first. The list is limited; the count is not. */
export const MAX_LISTED_REPAIRS = 200;
export const uploadRepairs = z.object({
  revision: z.int(),
  total: z.int(),
  items: z.array(doneRepair),
  lineage: z.array(lineageEntry),
});
export type UploadRepairs = z.infer<typeof uploadRepairs>;
export const listRepairsInput = z.object({ communityId, uploadId: id });

/** Preview of a repair: which repairs, for how many findings, and one example before and after. */
export const repairPreview = z.object({
  repairs: z.array(z.object({ repair: z.string(), count: z.int() })),
  /** Cell size, in metres, of the grid that would be used; null when no repair snaps vertices. */
  precision: z.number().nullable(),
  example: z
    .union([
      z.object({ kind: z.literal("value"), row: z.int(), field: z.string(), before: value, after: value }),
      z.object({ kind: z.literal("shape"), row: z.int(), before: geojson, after: geojson }),
      z.object({ kind: z.literal("removed"), row: z.int() }),
      z.object({ kind: z.literal("name"), before: z.string().nullable(), after: z.string().nullable() }),
    ])
    .nullable(),
});
export type RepairPreview = z.infer<typeof repairPreview>;

/** After a change of the recipe: the check that runs again. */
export const repairAnswer = z.object({ checkId: id, changed: z.int() });
export const undoRepairInput = z.object(ofCheck);
export const recheckInput = z.object(ofCheck);

const place = { file: z.string().max(1000).optional(), table: z.string().min(1).max(200), row: z.int32().min(1) };
export const repairedRowInput = z.object({ ...ofCheck, ...place });
/** The rule of a field; `choices` are the values of its list, a few hundred at most. */
export const fieldRule = z.object({
  type: z.string(),
  required: z.boolean(),
  maxLength: z.int().nullable(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  pattern: z.string().nullable(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })).nullable(),
});
export type FieldRule = z.infer<typeof fieldRule>;
/** A row as it is after the repairs. */
export const repairedRow = z.object({
  file: z.string(),
  table: z.string(),
  row: z.int(),
  /** False when a repair removed it. */
  isThere: z.boolean(),
  fields: z.array(z.object({ name: z.string(), value, rule: fieldRule.nullable() })),
  hasShape: z.boolean(),
  /** GeoJSON in degrees; null when the geometry is empty or its CRS is unknown. */
  shape: geojson,
  findings: z.array(checkFinding),
});
export type RepairedRow = z.infer<typeof repairedRow>;

export const setValuesInput = z.object({
  ...ofCheck,
  ...place,
  values: z
    .array(z.object({ field: z.string().min(1).max(500), value: z.string().max(10_000) }))
    .min(1)
    .max(300),
});
export const setShapeInput = z.object({ ...ofCheck, ...place, shape: z.record(z.string(), z.unknown()) });
export const removeRowInput = z.object({ ...ofCheck, ...place });
/** Builds the repaired upload and reads it, so that it can be published. */
export const prepareRepairsInput = z.object({ communityId, uploadId: id });
