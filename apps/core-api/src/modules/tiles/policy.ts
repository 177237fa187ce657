import { datedField } from "@archipel/contracts/layer-fields.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { isByConfidence } from "@archipel/map-style/confidence.ts";
import { gatheringAt } from "@archipel/map-style/gathered.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { styleColumns } from "../../layer-store/describe/drawn-columns.ts";
import { geometryKindOf } from "../../layer-store/describe/geometry-kind.ts";
import { namingColumn } from "../../layer-store/describe/naming-column.ts";
import type { Gathering } from "./queries.ts";

/** From this zoom on, tiles contain the visible attributes; below it, only those for drawing. The rest is fetched on click. */
const ATTRIBUTES_FROM_ZOOM = 13;
/** Maximum number of visible attributes in a tile. */
const MAX_ATTRIBUTES = 16;

/** The columns whose values are in a tile of a zoom, in the order of the fields. Never a hidden field. */
export function tileFields(layer: { geometryType: string; fields: readonly LayerField[]; style: LayerStyle }, zoom: number): LayerField[] {
  const needed = new Set([...styleColumns(layer).all, namingColumn(layer), datedField(layer.fields)?.column]);
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

/** How the tiles of a zoom gather the layer's points; null when each point is its own. */
export function tileGathering(
  layer: { geometryType: string; fields: readonly LayerField[]; style: LayerStyle; maxZoom: number },
  zoom: number,
): Gathering | null {
  if (geometryKindOf(layer.geometryType) !== "point") return null;
  const wanted = gatheringAt(layer.style, zoom, layer.maxZoom);
  return wanted && { cells: wanted.cells, sum: layer.fields.find(({ column, isHidden }) => column === wanted.sum && !isHidden) };
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
