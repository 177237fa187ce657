import type { LayerField } from "@archipel/contracts/layers.ts";
import { resolveStyle } from "@archipel/map-style/default-style.ts";
import type { LayerPalette, LayerStyle } from "@archipel/map-style/layer-style.ts";
import { classColumn, columnsOf } from "@archipel/map-style/style-columns.ts";
import { geometryKindOf } from "./geometry-kind.ts";

/** A layer as its map draws it. */
export interface DrawnLayer {
  geometryType: string;
  fields: readonly LayerField[];
  style: LayerStyle;
}

/** The columns that a style reads do not depend on the theme's colours. */
const ANY_PALETTE: LayerPalette = { accent: "#000000", selection: "#000000", label: "#000000", labelHalo: "#ffffff" };

/** The columns that a layer's style reads: the one that decides the class, the first one written on the map, and all of them. */
export function styleColumns(layer: DrawnLayer): { colour: string | null; label: string | null; all: string[] } {
  const geometry = geometryKindOf(layer.geometryType);
  const style = resolveStyle({ id: "", name: "", geometry, fields: layer.fields, style: layer.style }, ANY_PALETTE);
  return { colour: classColumn(style), label: style.label?.column ?? null, all: columnsOf(style) };
}

/** The columns whose values the tables of low zooms do not mix when they merge features. */
export function classColumnsOf(layer: DrawnLayer): string[] {
  const { colour } = styleColumns(layer);
  return colour === null ? [] : [colour];
}
