import { z } from "zod";
import { id } from "./ids.ts";
import { bbox } from "./place.ts";
import { locale } from "./text.ts";

/** Most places of one question, and most places of one profile. */
export const MAX_SAMPLES = 5_000;
/** Most corners of a profile's line: its address must stay short. */
export const MAX_PROFILE_CORNERS = 200;
/** Longest line of a profile. */
export const MAX_PROFILE_METRES = 200_000;

const place = z.tuple([z.number().min(-180).max(180), z.number().min(-85).max(85)]);

/** A dataset of heights that a portal lists: its rasters, read as one. */
export const elevationLayer = z.object({
  datasetId: id,
  datasetSlug: z.string(),
  title: z.string(),
  isSynthetic: z.boolean(),
  /** Day of the data, as its record says; empty when the record does not. */
  date: z.string(),
  /** Ground side of its finest cells. */
  resolutionMetres: z.number(),
  /** The name of the vertical reference, `NGF-IGN69`; null when the files do not say it. */
  verticalDatum: z.string().nullable(),
  bbox,
});
export type ElevationLayer = z.infer<typeof elevationLayer>;

/** Zooms of the tiles of relief: farther out, heights do not show. */
export const RELIEF_ZOOMS = { first: 6, deepest: 18 } as const;

/** What a map needs to show the relief of a portal: tiles of heights at `reliefPath`. */
export const relief = z.object({
  /** Changes with the heights. */
  version: z.string(),
  /** The height of places far from all data, in metres. */
  base: z.int(),
  bbox,
  /** Closer, tiles have nothing more. */
  maxZoom: z.int(),
  layers: z.array(elevationLayer),
});
export type Relief = z.infer<typeof relief>;

/** The address of the tiles of relief, with placeholders as maps write them. Their colours are heights in the encoding "terrarium". */
export function reliefPath({ version, base }: Pick<Relief, "version" | "base">): string {
  return `/altimetrie/relief/{z}/{x}/{y}.png?v=${version}&base=${base}`;
}

export const listElevationInput = z.object({ portalId: id, locale: locale.optional() });

/** Heights at places, in degrees. */
export const heightsInput = z.object({ portalId: id, locale: locale.optional(), places: z.array(place).min(1).max(100) });

/** Heights along a line whose sides are geodesics, at equal distances. */
export const profileInput = z.object({
  portalId: id,
  /** The reader's language. */
  locale: locale.optional(),
  line: z.array(place).min(2).max(MAX_PROFILE_CORNERS),
  samples: z.int().min(2).max(MAX_SAMPLES).default(500),
});

const read = {
  /** Metres above the vertical reference; null where no raster has a value. */
  heights: z.array(z.number().nullable()),
  /** For each height the index of its layer in `layers`; -1 without a height. */
  sources: z.array(z.int()),
  layers: z.array(elevationLayer),
  /** Indexes of places without a height that are outside the areas which grants open to the reader: whether data lie there is not said. */
  outside: z.array(z.int()),
  /** Rasters whose files cannot be read here: they have no heights in the answer. */
  unreadable: z.int(),
};
export const heights = z.object(read);
export type Heights = z.infer<typeof heights>;

export const profile = z.object({
  ...read,
  lengthMetres: z.number(),
  places: z.array(place),
  /** Distances of the places from the start of the line. */
  metres: z.array(z.number()),
  /** Ground side of the cells that were read: a long line reads coarser ones. */
  cellMetres: z.number().nullable(),
});
export type Profile = z.infer<typeof profile>;
