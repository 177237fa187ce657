import type { DataDrivenPropertyValueSpecification, ExpressionSpecification, LayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import { isDark, mix } from "./colour.ts";
import { CONFIDENCE_COLUMN, isByConfidence } from "./confidence.ts";
import type { Appearance, LayerPalette, StatedStyle, StyledLayer } from "./layer-style.ts";
import { patternImageName } from "./patterns.ts";

export interface DrawOptions {
  /** Source of the layer's tiles in the style. */
  source: string;
  palette: LayerPalette;
  /** Opacity of the whole layer, 0…1, multiplied with that of the style. */
  opacity: number;
  /** Font family of labels. */
  font: string;
  minZoom?: number;
  /** Features of lower confidence are left out; those of unknown confidence stay. */
  confidenceAtLeast?: number | undefined;
}

/** Marks areas not to name in a tile: islets of a named area, and areas named in a neighbouring tile (`packages/geo`, `mvt/encode-tile.ts`). */
const UNNAMED = "archipel:unnamed";

/** Colour of features whose confidence is unknown. */
const UNKNOWN = "#8d979e";

const isKind = (...kinds: string[]): ExpressionSpecification => ["match", ["geometry-type"], kinds, true, false];
const AREAS = isKind("Polygon", "MultiPolygon");
const LINES = isKind("LineString", "MultiLineString");
const POINTS = isKind("Point", "MultiPoint");

/** The ids of all style layers of one data layer share this prefix, so that a click or an update finds them all. */
export const styleLayerPrefix = (layerId: string) => `data/${layerId}/`;

/** Opacity of an area's colour; lower on a dark map, where bright colours glare. */
export function areaOpacity(appearance: Appearance, palette: LayerPalette): number {
  return (appearance.opacity ?? 0.5) * (isDark(palette.labelHalo) ? 0.62 : 1);
}

/** MapLibre layers of one data layer, bottom first. */
export function layerToStyle(layer: StyledLayer, style: StatedStyle, options: DrawOptions): LayerSpecification[] {
  const base = { source: options.source, "source-layer": layer.name, ...(options.minZoom !== undefined && { minzoom: options.minZoom }) };
  const prefix = styleLayerPrefix(layer.id);
  const appearance = style.appearance ?? {};
  const colour = colourOf(style, options.palette);
  const layers: LayerSpecification[] = [];
  const has = (kind: StyledLayer["geometry"]) => layer.geometry === kind || layer.geometry === "mixed";
  if (has("polygon")) {
    layers.push({
      ...base,
      id: `${prefix}fill`,
      type: "fill",
      filter: AREAS,
      paint: { "fill-color": colour, "fill-opacity": areaOpacity(appearance, options.palette) * options.opacity, "fill-antialias": false },
    });
    const pattern = patternOf(style, options.palette);
    if (pattern) {
      layers.push({
        ...base,
        id: `${prefix}pattern`,
        type: "fill",
        filter: ["all", AREAS, pattern.filter],
        paint: {
          "fill-pattern": pattern.image,
          "fill-opacity": Math.min(1, areaOpacity(appearance, options.palette) * 1.4) * options.opacity,
        },
      });
    }
    layers.push({
      ...base,
      id: `${prefix}outline`,
      type: "line",
      filter: AREAS,
      layout: { "line-join": "round" },
      paint: {
        "line-color": appearance.outline ?? colour,
        "line-width": widthByZoom(appearance.widthPx ?? 1),
        "line-opacity": ["interpolate", ["linear"], ["zoom"], 9, 0.35 * options.opacity, 13, 0.9 * options.opacity],
      },
    });
  }
  if (has("line")) {
    layers.push({
      ...base,
      id: `${prefix}line`,
      type: "line",
      filter: LINES,
      layout: { "line-join": "round", "line-cap": "round" },
      paint: {
        "line-color": colour,
        "line-width": widthByZoom(appearance.widthPx ?? 2),
        "line-opacity": (appearance.opacity ?? 0.9) * options.opacity,
      },
    });
  }
  if (has("point")) layers.push(circles(base, `${prefix}circle`, colour, appearance, options));
  const label = labelLayer(layer, style, base, options);
  return trusted(label ? [...layers, label] : layers, options.confidenceAtLeast ?? 0);
}

function trusted(layers: LayerSpecification[], atLeast: number): LayerSpecification[] {
  if (atLeast === 0) return layers;
  const enough: ExpressionSpecification = [">=", ["coalesce", ["get", CONFIDENCE_COLUMN], 100], atLeast];
  return layers.map((layer) => {
    const filter = "filter" in layer && layer.filter ? ["all", layer.filter, enough] : enough;
    return { ...layer, filter } as LayerSpecification;
  });
}

interface Base {
  source: string;
  "source-layer": string;
  minzoom?: number;
}

function circles(
  base: Base,
  id: string,
  colour: DataDrivenPropertyValueSpecification<string>,
  appearance: Appearance,
  { palette, opacity }: DrawOptions,
): LayerSpecification {
  const radius = appearance.radiusPx ?? 5;
  return {
    ...base,
    id,
    type: "circle",
    filter: POINTS,
    paint: {
      "circle-color": colour,
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 8, radius * 0.3, 11, radius * 0.5, 14, radius, 18, radius * 1.5],
      "circle-opacity": (appearance.opacity ?? 0.95) * opacity,
      "circle-stroke-color": appearance.outline ?? palette.labelHalo,
      "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 8, 0.5, 14, 1.5],
      "circle-stroke-opacity": opacity,
    },
  };
}

function labelLayer(
  layer: StyledLayer,
  style: StatedStyle,
  base: Base,
  { palette, opacity, font }: DrawOptions,
): LayerSpecification | undefined {
  if (!style.label) return undefined;
  const isLine = layer.geometry === "line";
  return {
    ...base,
    id: `${styleLayerPrefix(layer.id)}label`,
    type: "symbol",
    filter: ["!", ["has", UNNAMED]],
    minzoom: style.label.minZoom ?? 12,
    layout: {
      "text-field": ["to-string", ["get", style.label.column]],
      "text-font": [font],
      "text-size": 12,
      "text-max-width": 8,
      ...(isLine ? { "symbol-placement": "line" } : layer.geometry === "point" ? { "text-anchor": "top", "text-offset": [0, 0.8] } : {}),
    },
    paint: { "text-color": palette.label, "text-halo-color": palette.labelHalo, "text-halo-width": 1.6, "text-opacity": opacity },
  };
}

function widthByZoom(widthPx: number): DataDrivenPropertyValueSpecification<number> {
  return ["interpolate", ["exponential", 1.4], ["zoom"], 8, widthPx * 0.45, 13, widthPx, 18, widthPx * 2.2];
}

function colourOf(style: StatedStyle, palette: LayerPalette): DataDrivenPropertyValueSpecification<string> {
  const plain = style.appearance?.colour ?? palette.accent;
  if (style.kind === "simple") return plain;
  if (style.kind === "graduated") {
    const [first, ...others] = style.stops.toSorted((a, b) => a.from - b.from);
    const steps = [
      "step",
      ["to-number", ["get", style.column], 0],
      first?.colour ?? plain,
      ...others.flatMap((stop) => [stop.from, stop.colour]),
    ] as ExpressionSpecification;
    // Merged features at low zooms and features that were never reviewed have no confidence: a class colour would be false.
    return isByConfidence(style) ? ["case", ["has", CONFIDENCE_COLUMN], steps, UNKNOWN] : steps;
  }
  if (style.kind !== "categorised") return plain;
  const cases = style.categories.flatMap(({ value, colour }) => [String(value), colour]);
  // A match expression without cases is refused by MapLibre.
  return cases.length === 0
    ? (style.other ?? plain)
    : (["match", ["to-string", ["get", style.column]], ...cases, style.other ?? plain] as unknown[] as ExpressionSpecification);
}

/** Patterned categories only: their filter, and the image by value. */
function patternOf(
  style: StatedStyle,
  palette: LayerPalette,
): { filter: ExpressionSpecification; image: ExpressionSpecification } | undefined {
  if (style.kind !== "categorised") return undefined;
  const patterned = style.categories.flatMap((category) => (category.pattern ? [{ ...category, pattern: category.pattern }] : []));
  const [first] = patterned;
  if (!first) return undefined;
  const value: ExpressionSpecification = ["to-string", ["get", style.column]];
  const image = (category: typeof first) => patternImageName(category.pattern, mix(category.colour, palette.label, 0.4));
  return {
    filter: ["match", value, patterned.map((category) => String(category.value)), true, false],
    image: [
      "match",
      value,
      ...patterned.flatMap((category) => [String(category.value), image(category)]),
      image(first),
    ] as unknown[] as ExpressionSpecification,
  };
}
