import type { ExpressionSpecification } from "@maplibre/maplibre-gl-style-spec";
import { isDark } from "../colour.ts";
import { COUNT_COLUMN } from "../gathered.ts";
import type { StyleOf } from "../layer-style.ts";
import { type Colour, type Drawing, filtered, type Layers, POINTS, type Size, styleLayerPrefix } from "./drawing.ts";
import { labelLayers } from "./labels.ts";
import { pointLayers } from "./points.ts";

const COUNT: ExpressionSpecification = ["to-number", ["get", COUNT_COLUMN], 1];
const IS_ALONE: ExpressionSpecification = ["<=", COUNT, 1];
const IS_CLUSTER: ExpressionSpecification = [">", COUNT, 1];

/** Least number of points, radius of the disc. */
const CLUSTER_SIZES = [
  [2, 12],
  [10, 15],
  [100, 19],
  [1000, 24],
  [10_000, 29],
] as const;

/** Density as a picture; from a zoom on, the points. */
export function heatLayers(drawing: Drawing, style: StyleOf<"heat">): Layers {
  const { layer, base, options } = drawing;
  const { column, pointsFromZoom = 24 } = style;
  const end = Math.min(pointsFromZoom, base.maxzoom ?? 24);
  const weight: ExpressionSpecification =
    column === undefined ? COUNT : ["max", 0, ["/", ["to-number", ["get", column], 0], style.weightOne ?? 1]];
  const { pointsFromZoom: _points, ...shared } = style;
  const points: Drawing = {
    ...drawing,
    base: { ...base, minzoom: Math.max(pointsFromZoom, base.minzoom ?? 0) },
    style: { kind: "simple", appearance: { colour: style.colours.at(-1), ...shared.appearance }, label: style.label },
  };
  return [
    ...(end > (base.minzoom ?? 0)
      ? [
          {
            ...base,
            ...(end < 24 && { maxzoom: end }),
            id: `${styleLayerPrefix(layer.id)}heat`,
            type: "heatmap" as const,
            filter: POINTS,
            paint: {
              "heatmap-weight": weight as Size,
              "heatmap-radius": style.radiusPx,
              "heatmap-intensity": intensityByZoom(style.intensity ?? 1),
              "heatmap-opacity": (style.appearance?.opacity ?? 0.85) * options.opacity,
              "heatmap-color": heatRamp(style.colours),
            },
          },
        ]
      : []),
    ...(pointsFromZoom < 24 ? [...pointLayers(points), ...labelLayers(points)] : []),
  ];
}

/** The same points are nearer to each other at low zooms: without less intensity, whole regions would be in the strongest colour. */
function intensityByZoom(intensity: number): ExpressionSpecification {
  return ["interpolate", ["exponential", 1.3], ["zoom"], 4, intensity * 0.08, 9, intensity * 0.4, 14, intensity, 18, intensity * 2];
}

/** Transparent where there is nothing, so that the map stays readable. */
function heatRamp(colours: readonly string[]): ExpressionSpecification {
  const [first = "#000000"] = colours;
  const stops = colours.flatMap((colour, index) => [0.12 + (0.88 * index) / Math.max(1, colours.length - 1), colour]);
  return ["interpolate", ["linear"], ["heatmap-density"], 0, transparent(first), ...stops] as unknown[] as ExpressionSpecification;
}

function transparent(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
  return `rgba(${red}, ${green}, ${blue}, 0)`;
}

/** Discs with numbers, and the points that are alone. */
export function clusterLayers(drawing: Drawing, style: StyleOf<"clusters">): Layers {
  const { layer, base, options } = drawing;
  const { palette, opacity, font } = options;
  const prefix = styleLayerPrefix(layer.id);
  const colour = style.clusterColour ?? style.appearance?.colour ?? palette.accent;
  const [[, smallest], ...larger] = CLUSTER_SIZES;
  const radius = ["step", COUNT, smallest, ...larger.flat()] as unknown[] as ExpressionSpecification;
  const filter = filtered(POINTS, IS_CLUSTER);
  return [
    ...pointLayers(drawing, IS_ALONE),
    {
      ...base,
      id: `${prefix}cluster`,
      type: "circle",
      filter,
      layout: { "circle-sort-key": COUNT },
      paint: {
        "circle-color": colour,
        "circle-radius": radius,
        "circle-opacity": 0.92 * opacity,
        "circle-stroke-color": colour as Colour,
        "circle-stroke-width": 4,
        "circle-stroke-opacity": 0.3 * opacity,
      },
    },
    {
      ...base,
      id: `${prefix}count`,
      type: "symbol",
      filter,
      layout: {
        "text-field": shortCount(),
        "text-font": [font],
        "text-size": ["step", COUNT, 11, 100, 12, 1000, 13],
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": isDark(colour) ? "#ffffff" : "#1d242b", "text-opacity": opacity },
    },
    ...labelLayers(drawing, IS_ALONE),
  ];
}

/** 999, 1.2k, 45k, 3M: longer numbers do not fit into a disc. */
function shortCount(): ExpressionSpecification {
  const tenths = (unit: number): ExpressionSpecification => ["to-string", ["/", ["floor", ["/", COUNT, unit / 10]], 10]];
  const whole = (unit: number): ExpressionSpecification => ["to-string", ["floor", ["/", COUNT, unit]]];
  return [
    "step",
    COUNT,
    ["to-string", COUNT],
    1000,
    ["concat", tenths(1000), "k"],
    10_000,
    ["concat", whole(1000), "k"],
    1_000_000,
    ["concat", tenths(1_000_000), "M"],
  ] as unknown[] as ExpressionSpecification;
}
