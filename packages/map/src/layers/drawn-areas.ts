import { type AreaRole, areaRoles, drawInRole, legendInRole } from "@archipel/map-style/area-roles.ts";
import { resolveStyle } from "@archipel/map-style/default-style.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import { type LegendItem, legendOf } from "@archipel/map-style/legend.ts";
import type { LayerSpecification } from "maplibre-gl";
import type { LayerState } from "../model/map-state.ts";
import type { MapLayer } from "./map-layer.ts";

export interface AreaLook {
  readonly palette: LayerPalette;
  readonly locale: "fr" | "en";
  /** The role of each area layer that is on. */
  readonly roles: ReadonlyMap<string, AreaRole>;
  readonly states: readonly LayerState[];
}

/** How the layers that are on are drawn together. The map and each of its legends read it. */
export function areaLook(
  layers: readonly MapLayer[],
  states: readonly LayerState[],
  { palette, locale, isOverPictures = false }: Omit<AreaLook, "roles" | "states"> & { readonly isOverPictures?: boolean },
): AreaLook {
  const drawn = states.flatMap(({ id, isOn }) => {
    const layer = isOn ? layers.find((one) => one.id === id) : undefined;
    return layer ? [{ layer, style: resolveStyle(layer, palette, locale) }] : [];
  });
  return { palette, locale, states, roles: areaRoles(drawn, isOverPictures) };
}

/** The legend of a layer as the map draws it. A layer that is off has the legend that it would have alone. */
export function drawnLegend(layer: MapLayer, { palette, locale, roles, states }: AreaLook): LegendItem[] {
  const style = resolveStyle(layer, palette, locale);
  const role = roles.get(layer.id) ?? areaRoles([{ layer, style }]).get(layer.id);
  return legendInRole(legendOf(layer, style, palette, locale), role, {
    style,
    palette,
    opacity: states.find(({ id }) => id === layer.id)?.opacity ?? 1,
  });
}

/** The style layers of a layer, with its areas drawn in their role. */
export function drawnInRole(made: readonly LayerSpecification[], layer: MapLayer, opacity: number, look: AreaLook): LayerSpecification[] {
  const { palette, locale, roles } = look;
  const role = roles.get(layer.id);
  return role ? drawInRole(made, role, { style: resolveStyle(layer, palette, locale), palette, opacity }) : [...made];
}
