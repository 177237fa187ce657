import type { Code } from "./codes.ts";
import type { Level } from "./model/words.ts";

/** Ids of the automatic repairs (src/repair). */
export const repairIds = [
  "make-valid",
  "close-rings",
  "drop-duplicates",
  "simplify",
  "snap-precision",
  "reproject",
  "re-encode",
  "trim",
  "cast",
  "clean-characters",
  "fill-from-code-list",
  "fill-value",
  "rename-field",
  "drop-field",
  "add-field",
  "rename-file",
  "drop-file",
  "fix-metadata",
] as const;
export type RepairId = (typeof repairIds)[number];

/** A departure from the model, and its place. */
export interface Finding {
  code: Code;
  level: Level;
  /** Id of the model. */
  model: string;
  /** Name of the file model (`ZONE_URBA`, `RAPPORT`…); null for the delivery as a whole. */
  fileModel: string | null;
  /** Name of the table as delivered; it distinguishes the layers of one file. */
  table: string | null;
  /** Name of the field, or of the geometry (WKT). */
  field: string | null;
  /** Path from the delivery's root. */
  file: string | null;
  /** 1…n. */
  row: number | null;
  /** Value of the identifying field, or the file's own id. */
  featureId: string | null;
  /** West, south, east, north of the feature, in degrees. */
  bbox: [number, number, number, number] | null;
  /** WKT in CRS:84 of the exact place, when there is one: the point where a ring crosses itself, the overlap… */
  place: string | null;
  /** The parameters of the code's message. */
  params: Readonly<Record<string, string | number>>;
  /** The repair to offer; null when only a person can decide. */
  repair: RepairId | null;
}

/** The place of a finding, as far as its rule knows it. */
export type Place = Partial<Pick<Finding, "fileModel" | "table" | "field" | "file" | "row" | "featureId" | "bbox" | "place">>;
