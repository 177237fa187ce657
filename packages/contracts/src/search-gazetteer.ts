import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { locale } from "./text.ts";

/** What the names of a layer are. Houses are parts of their street. */
export const gazetteerKind = z.enum(["place", "commune", "street", "zone", "parcel", "tile"]);
export type GazetteerKind = z.infer<typeof gazetteerKind>;

/** PostgreSQL's longest name. */
const column = z.string().min(1).max(63);
const optional = column.nullable();
const MOST_COLUMNS = 4;

/** Columns of a layer's table that make a name, and what distinguishes it. */
export const gazetteerSettings = z.object({
  kind: gazetteerKind,
  /** Joined by spaces. Of a parcel: its whole id, or nothing when section and number make it. */
  label: z.array(column).max(MOST_COLUMNS),
  /** Shown behind the commune. */
  detail: z.array(column).max(MOST_COLUMNS),
  commune: optional,
  communeCode: optional,
  postcode: optional,
  /** A number: of results of one name, the largest comes first. */
  weight: optional,
  /** The number of a house in its street, and the letters behind it. */
  number: optional,
  suffix: optional,
  /** The parts of a parcel's name. */
  prefix: optional,
  section: optional,
});
export type GazetteerSettings = z.infer<typeof gazetteerSettings>;

/** `automatic`: decided from the names of the layer and its fields. `none`: never searched by name. */
export const declaredGazetteer = z.union([z.literal("automatic"), z.literal("none"), gazetteerSettings]);
export type DeclaredGazetteer = z.infer<typeof declaredGazetteer>;

/** How a layer is searched by name, and whether its index is ready. */
export const gazetteerState = z.object({
  declared: declaredGazetteer,
  /** What `automatic` means for this layer; null: not searched. */
  proposed: gazetteerSettings.nullable(),
  /** `waiting`: the index will be made soon. `failed`: it could not be made. */
  index: z.enum(["ready", "none", "waiting", "failed"]),
  /** Names that are found. */
  entries: z.int(),
  indexedAt: z.date().nullable(),
  /** The latest job that makes the index, when it has not ended or has failed. */
  jobId: id.nullable(),
});
export type GazetteerState = z.infer<typeof gazetteerState>;

export const layerGazetteerInput = z.object({ communityId, layerId: id });
export const saveGazetteerInput = layerGazetteerInput.extend({ declared: declaredGazetteer });
/** `q`: a text of a trial search; empty for the first names. */
export const previewGazetteerInput = layerGazetteerInput.extend({
  settings: gazetteerSettings,
  q: z.string().trim().max(200).default(""),
  locale: locale.default("fr"),
});

/** Names as a search would show them. */
export const gazetteerPreview = z.object({
  names: z.array(z.object({ label: z.string(), detail: z.string(), commune: z.string().nullable() })),
  /** Features that were looked at, and all of them. */
  looked: z.int(),
  features: z.int(),
  /** Names that the features make, and features without one. */
  entries: z.int(),
  unnamed: z.int(),
});
export type GazetteerPreview = z.infer<typeof gazetteerPreview>;
