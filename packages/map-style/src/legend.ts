import type { AreaRole } from "./area-roles.ts";
import { mix } from "./colour.ts";
import type { LayerPalette, StatedStyle, StyledLayer } from "./layer-style.ts";
import { areaOpacity } from "./layer-to-style.ts";
import type { Pattern } from "./patterns.ts";

export interface LegendItem {
  /** Empty for a layer with a single appearance: its title is enough. */
  label: string;
  shape: "area" | "line" | "point";
  colour: string;
  outline: string;
  opacity: number;
  pattern: Pattern | undefined;
  /** How the area is drawn among others; absent: translucent paint. */
  role?: AreaRole;
  /** The colour that the map's layers have for it, before their opacity. */
  drawnColour?: string;
}

/** The legend of a layer, in drawing order. */
export function legendOf(layer: Pick<StyledLayer, "geometry">, style: StatedStyle, palette: LayerPalette): LegendItem[] {
  const { appearance = {} } = style;
  const shape = layer.geometry === "point" ? "point" : layer.geometry === "line" ? "line" : "area";
  const item = (label: string, colour: string, pattern?: Pattern): LegendItem => ({
    label,
    shape,
    colour,
    outline: appearance.outline ?? mix(colour, palette.label, 0.35),
    opacity: shape === "area" ? areaOpacity(appearance, palette) : (appearance.opacity ?? 0.9),
    pattern,
  });
  if (style.kind === "simple") return [item("", appearance.colour ?? palette.accent)];
  if (style.kind === "graduated") {
    const stops = style.stops.toSorted((a, b) => a.from - b.from);
    return stops.map((stop, index) => item(stop.label ?? rangeLabel(stop.from, stops[index + 1]?.from), stop.colour));
  }
  return style.categories.map((category) => item(category.label ?? String(category.value), category.colour, category.pattern));
}

const rangeLabel = (from: number, to: number | undefined) => (to === undefined ? `≥ ${from}` : `${from} – ${to}`);
