import type { StyleSpecification } from "maplibre-gl";
import type { AreaLook } from "../layers/drawn-areas.ts";
import type { MapLayer } from "../layers/map-layer.ts";
import type { PictureLayer } from "../layers/pictures.ts";

/** Degrees. */
type LonLat = readonly [lon: number, lat: number];

/** A line that a tool draws over the map. */
export interface SheetLine {
  /** Its sides, each with the places between its corners where it is curved. */
  readonly sides: readonly (readonly LonLat[])[];
  readonly corners: readonly LonLat[];
  readonly isClosed: boolean;
}

/** Lines of text beside the map. */
export interface SheetFigures {
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly value: string }[];
}

/** A chart below the map. */
export interface SheetChart {
  readonly title: string;
  /** The lines as SVG paths, in a box of this size. */
  readonly paths: (width: number, height: number) => readonly string[];
  /** Labels of the vertical axis, bottom first, with their share of the height; and of both ends of the horizontal one. */
  readonly heights: readonly { readonly share: number; readonly label: string }[];
  readonly ends: readonly [start: string, end: string];
}

/** What one side of a divided map draws. */
export interface SheetSide {
  /** Percent of the width from where this side is seen. */
  readonly from: number;
  readonly style: StyleSpecification;
  readonly areas: AreaLook;
  readonly layers: readonly MapLayer[];
  readonly pictures: readonly PictureLayer[];
  /** Words for both sides. */
  readonly words: { readonly left: string; readonly right: string };
}

/** What an open tool shows over the map: an exported sheet shows it too. */
export interface SheetExtras {
  readonly lines?: readonly SheetLine[] | undefined;
  readonly figures?: SheetFigures | undefined;
  readonly chart?: SheetChart | undefined;
  readonly right?: SheetSide | undefined;
}
