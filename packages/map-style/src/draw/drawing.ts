import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
} from "@maplibre/maplibre-gl-style-spec";
import type { LayerPalette, StatedStyle, StyledLayer } from "../layer-style.ts";

export interface DrawOptions {
  /** Source of the layer's tiles in the style. */
  source: string;
  palette: LayerPalette;
  /** Opacity of the whole layer, 0…1, multiplied with that of the style. */
  opacity: number;
  /** Font family of labels. */
  font: string;
  /** The lowest zoom of the layer's tiles; a style may begin later. */
  minZoom?: number;
  /** Features of lower confidence are left out; those of unknown confidence stay. */
  confidenceAtLeast?: number | undefined;
}

/** A value that may depend on the feature. */
export type Varying<Value extends string | number | boolean> = Value | ExpressionSpecification;
export type Colour = DataDrivenPropertyValueSpecification<string>;
export type Size = DataDrivenPropertyValueSpecification<number>;

/** What all layers of one data layer share. */
export interface Base {
  source: string;
  "source-layer": string;
  minzoom?: number;
  maxzoom?: number;
}

/** One data layer to draw. */
export interface Drawing {
  readonly layer: StyledLayer;
  readonly style: StatedStyle;
  readonly base: Base;
  readonly options: DrawOptions;
}

const isKind = (...kinds: string[]): ExpressionSpecification => ["match", ["geometry-type"], kinds, true, false];
export const AREAS = isKind("Polygon", "MultiPolygon");
export const LINES = isKind("LineString", "MultiLineString");
export const POINTS = isKind("Point", "MultiPoint");

/** The ids of all style layers of one data layer share this prefix, so that a click or an update finds them all. */
export const styleLayerPrefix = (layerId: string) => `data/${layerId}/`;

/** Features that all filters let through. */
export function filtered(first: ExpressionSpecification, ...others: readonly Varying<boolean>[]): FilterSpecification {
  const used = others.filter((one) => one !== true);
  return used.length === 0 ? first : (["all", first, ...used] as ExpressionSpecification);
}

/** Widths grow with the zoom, so that a street's line stays as wide as the street. */
export function widthByZoom(width: Varying<number>): Size {
  return ["interpolate", ["exponential", 1.4], ["zoom"], 8, times(width, 0.45), 13, width, 18, times(width, 2.2)];
}

export function times(value: Varying<number>, factor: number): Varying<number> {
  if (typeof value === "number") return value * factor;
  return factor === 1 ? value : ["*", value, factor];
}

export type Layers = LayerSpecification[];
