import type { HeightProduct } from "@archipel/geo/heights/height-names.ts";

/** What people said about a raster of heights, when they did. */
export interface HeightChoices {
  product?: HeightProduct | "none" | undefined;
  /** EPSG code of what heights refer to. */
  verticalSrid?: number | undefined;
  /** The value of cells without height. */
  nodata?: number | undefined;
}

/** The numbers of a raster of one band, as heights. */
export interface InspectedHeights {
  /** By a choice, by the name, or because the format has nothing else; null when nothing says that they are heights. */
  product: HeightProduct | null;
  verticalSrid: number | null;
  /** Lowest and highest; null without any, or when the cells were not read. */
  range: [low: number, high: number] | null;
  /** Share of cells without height; null when the cells were not read. */
  emptyShare: number | null;
  /** Whether its cells are square, and its rows go to the east. Others stay documents. */
  isSquare: boolean;
  /** Whether parts of the file can be read as they are, without a copy. */
  isServable: boolean;
}

/** What a raster of heights can have. */
export type HeightRule =
  | "heights-none"
  | "heights-no-nodata"
  | "heights-implausible"
  | "heights-gaps"
  | "heights-gap"
  | "heights-datum-unknown"
  | "heights-datum-contradicts"
  | "heights-not-square"
  | "heights-unnamed"
  | "heights-unread"
  | "heights-repeated"
  | "heights-steps-differ"
  | "heights-shifted"
  | "heights-overlap"
  | "xyz-line"
  | "xyz-irregular"
  | "xyz-not-square"
  | "xyz-too-large";
