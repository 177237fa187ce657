import { z } from "zod";
import { id } from "./ids.ts";
import { locale } from "./text.ts";
import { failure } from "./uploads.ts";

// An area of a point-cloud layer that somebody takes home: what it holds, what is made of it, and how far that is.

/** Corners of an area, at most: a commune has some thousands. */
export const MAX_AREA_CORNERS = 5_000;
const MAX_RINGS = 500;

const position = z.tuple([z.number(), z.number()]);
const ring = z.array(position).min(4).max(MAX_AREA_CORNERS);
const rings = z.array(ring).min(1).max(MAX_RINGS);

/** An area as GeoJSON, in degrees, or in the CRS of the layer. */
export const extractArea = z.object({
  geometry: z
    .discriminatedUnion("type", [
      z.object({ type: z.literal("Polygon"), coordinates: rings }),
      z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(rings).min(1).max(MAX_RINGS) }),
    ])
    .refine(
      (geometry) => {
        const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
        const all = polygons.flat();
        return all.length <= MAX_RINGS && all.reduce((sum, { length }) => sum + length, 0) <= MAX_AREA_CORNERS;
      },
      { message: "too-many-corners" },
    ),
  /** EPSG code of the coordinates: 4326 (longitude first), or that of the layer. */
  srid: z.int().default(4326),
});
export type ExtractArea = z.infer<typeof extractArea>;

const classes = z
  .array(z.int().min(0).max(255))
  .min(1)
  .max(256)
  .refine((codes) => new Set(codes).size === codes.length, { message: "class-twice" });

/** Side of cubes that keep one point each, in metres. */
export const spacing = z.number().min(0.05).max(100);

/** How the points are stored. */
export const EXTRACT_FORMATS = ["copc", "laz", "las"] as const;
export type ExtractFormat = (typeof EXTRACT_FORMATS)[number];

/** What is made of the heights. */
export const EXTRACT_MODELS = ["dtm", "dsm", "chm", "hillshade", "contours", "mesh"] as const;
export type ExtractModel = (typeof EXTRACT_MODELS)[number];

/** Metres of a cell, and between two contour lines. */
export const EXTRACT_RESOLUTIONS = [0.25, 0.5, 1, 2, 5, 10] as const;
export const EXTRACT_INTERVALS = [0.5, 1, 2, 5, 10, 25] as const;

/** Which points of a layer. */
const pointChoice = z.object({
  layerId: id,
  area: extractArea,
  /** Null for all. */
  classes: classes.nullable().default(null),
  /** Null for all points. */
  spacing: spacing.nullable().default(null),
});

/** How many points and bytes an area holds, about. For anyone who may see the layer. */
export const estimateExtractInput = pointChoice;

export const extractEstimate = z.object({
  points: z.int(),
  /** Bytes of the points in each format. */
  bytes: z.object({ copc: z.int(), laz: z.int(), las: z.int() }),
  /** Tiles that the area touches. */
  tiles: z.int(),
  /** A part of the area is outside what grants open to the caller: it is left out. */
  isCut: z.boolean(),
  /** Square metres of the area that tiles cover. */
  surface: z.number(),
  /** Resolutions in metres at which models of the area fit. */
  resolutions: z.array(z.number()),
  /** Whether it is made in a moment. */
  isSmall: z.boolean(),
  /** Why it cannot be taken, although it can be counted; null when it can. */
  refusal: failure.nullable(),
});
export type ExtractEstimate = z.infer<typeof extractEstimate>;

const oneOf = (values: readonly number[]) => z.number().refine((value) => values.includes(value), { message: "not-offered" });
const distinct = <T>(values: readonly T[]) => new Set(values).size === values.length;

/** What is taken of an area: its points, models of its heights, or both. */
export const requestExtractInput = pointChoice
  .extend({
    /** Null without points. */
    format: z.enum(EXTRACT_FORMATS).nullable(),
    models: z.array(z.enum(EXTRACT_MODELS)).max(EXTRACT_MODELS.length).refine(distinct).default([]),
    /** Grids are cloud-optimised GeoTIFF, ESRI ASCII grids, or both. */
    grids: z
      .array(z.enum(["tif", "asc"]))
      .min(1)
      .max(2)
      .refine(distinct)
      .default(["tif"]),
    resolution: oneOf(EXTRACT_RESOLUTIONS).default(1),
    interval: oneOf(EXTRACT_INTERVALS).default(1),
    locale: locale.default("fr"),
    /** The portal where it is asked for: a mail leads back there. */
    portalId: id.optional(),
  })
  .refine(({ format, models }) => format !== null || models.length > 0, { message: "nothing-chosen", path: ["format"] });
export type ExtractRequest = z.infer<typeof requestExtractInput>;
/** The same as a caller writes it. */
export type WantedExtract = z.input<typeof requestExtractInput>;

/** Names an extract: its taker has a session, or the secret that the request returned. */
export const namedExtract = z.object({ id, secret: z.string().max(100).optional() });
export type NamedExtract = z.infer<typeof namedExtract>;

/** A file of the archive. */
export const extractFile = z.object({ name: z.string(), bytes: z.int(), sha256: z.string() });

export const extractState = z.object({
  id,
  layerId: id,
  status: z.enum(["waiting", "progress", "success", "failure", "aborted"]),
  /** What is being made: `points`, `models` or `archive`. */
  step: z.string().nullable(),
  percent: z.int(),
  /** Extracts that come before it while it waits. */
  ahead: z.int().nullable(),
  error: failure.nullable(),
  /** Of the archive, when it is ready. */
  fileName: z.string().nullable(),
  size: z.int().nullable(),
  /** Points in the file of points; null without one. */
  points: z.int().nullable(),
  files: z.array(extractFile),
  expiresAt: z.date().nullable(),
  /** Whether a mail comes when it is ready. */
  isMailed: z.boolean(),
});
export type ExtractState = z.infer<typeof extractState>;

/** The secret is returned once. */
export const requestedExtract = z.object({ id, secret: z.string() });

/** Where the archive of an extract is. The secret is for takers without a session. */
export function extractFilePath({ id: extractId, secret }: NamedExtract): string {
  return `/downloads/extracts/${extractId}/file${secret === undefined ? "" : `?secret=${encodeURIComponent(secret)}`}`;
}
