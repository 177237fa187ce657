import type { LayerField } from "@archipel/contracts/layers.ts";
import { isByConfidence } from "@archipel/map-style/confidence.ts";
import { resolveStyle } from "@archipel/map-style/default-style.ts";
import type { LayerPalette, LayerStyle } from "@archipel/map-style/layer-style.ts";
import { geometryKindOf } from "./geometry-kind.ts";

/** A layer as its map draws it. */
export interface DrawnLayer {
  geometryType: string;
  fields: readonly LayerField[];
  style: LayerStyle;
}

/** The columns that a style reads do not depend on the theme's colours. */
const ANY_PALETTE: LayerPalette = { accent: "#000000", selection: "#000000", label: "#000000", labelHalo: "#ffffff" };

/** The columns that a layer's style reads: the one that decides the colour, the one written on the map. */
export function styleColumns(layer: DrawnLayer): { colour: string | null; label: string | null } {
  const geometry = geometryKindOf(layer.geometryType);
  const style = resolveStyle({ id: "", name: "", geometry, fields: layer.fields, style: layer.style }, ANY_PALETTE);
  // Confidence is not a column of the layer: tables of low zooms merge features of any confidence.
  const isPlain = style.kind === "simple" || isByConfidence(style);
  return { colour: isPlain ? null : style.column, label: style.label?.column ?? null };
}

/** The columns whose values the tables of low zooms do not mix when they merge features. */
export function classColumnsOf(layer: DrawnLayer): string[] {
  const { colour } = styleColumns(layer);
  return colour === null ? [] : [colour];
}
