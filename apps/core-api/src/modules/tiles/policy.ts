import { datedField, type LayerField } from "@archipel/contracts/layers.ts";
import { isByConfidence } from "@archipel/map-style/confidence.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { styleColumns } from "../../layer-store/describe/drawn-columns.ts";
import { namingColumn } from "../../layer-store/describe/naming-column.ts";

/** From this zoom on, tiles contain the visible attributes; below it, only those for drawing. The rest is fetched on click. */
const ATTRIBUTES_FROM_ZOOM = 13;
/** Maximum number of visible attributes in a tile. */
const MAX_ATTRIBUTES = 16;

/** The columns whose values are in a tile of a zoom, in the order of the fields. Never a hidden field. */
export function tileFields(layer: { geometryType: string; fields: readonly LayerField[]; style: LayerStyle }, zoom: number): LayerField[] {
  const { colour, label } = styleColumns(layer);
  const needed = new Set([colour, label, namingColumn(layer), datedField(layer.fields)?.column]);
  let room = zoom >= ATTRIBUTES_FROM_ZOOM ? MAX_ATTRIBUTES : 0;
  return layer.fields.filter((field) => !field.isHidden && (needed.has(field.column) || room-- > 0));
}

/** Whether a layer's tiles contain the confidence of features: it is styled by confidence, and was measured. */
export function carriesConfidence(layer: { style: LayerStyle; confidenceAt: Date | null }): boolean {
  return isByConfidence(layer.style) && layer.confidenceAt !== null;
}

/** Whether the tiles of a zoom contain it: low zooms merge features, and a merged feature has no confidence. */
export function tileHasConfidence(
  layer: { style: LayerStyle; confidenceAt: Date | null; zooms: readonly number[] },
  zoom: number,
): boolean {
  return tableZoom(layer.zooms, zoom) === null && carriesConfidence(layer);
}

/** Whether areas of the layer have names on the map, so that tiles mark those that must not be named there. */
export function tileMarksUnnamed(layer: { geometryType: string; fields: readonly LayerField[]; style: LayerStyle }): boolean {
  return /Polygon|^Geometry/.test(layer.geometryType) && styleColumns(layer).label !== null;
}

/** The generalised table for a zoom: the nearest that is at least as detailed; null: the layer's own rows. */
export function tableZoom(zooms: readonly number[], zoom: number): number | null {
  const fitting = zooms.filter((one) => one >= zoom);
  return fitting.length === 0 ? null : Math.min(...fitting);
}
