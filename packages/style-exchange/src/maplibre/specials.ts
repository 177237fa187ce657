import { paintOfChannels } from "../model/colour.ts";
import type { Special } from "../model/drawing.ts";
import { tenths } from "../model/measures.ts";
import { fieldIn, type Sample, valueAt } from "./expressions.ts";
import { recordOf, type StyleFile, type StyleLayer } from "./json.ts";
import { iconRadius } from "./symbols.ts";

/** Heat, clusters, or sizes by a field; undefined for layers of classes. */
export function specialOf(
  layers: readonly StyleLayer[],
  { clustered, metadata }: Pick<StyleFile, "clustered" | "metadata">,
  zoom: number,
): Special | undefined {
  const heat = layers.find(({ type }) => type === "heatmap");
  if (heat) return heatOf(heat, layers, zoom);
  const disc = layers.find(
    ({ type, filter }) => type === "circle" && /"(?:point_count|archipel:count)"/.test(JSON.stringify(filter) ?? "") && isAbove(filter),
  );
  if (disc || layers.some(({ source }) => clustered.has(source))) return clustersOf(disc, metadata["archipel:distance"], zoom);
  return layers.flatMap((layer) => sizeOf(layer, zoom) ?? [])[0];
}

/** The layer of discs, not that of points that are alone. */
function isAbove(filter: unknown): boolean {
  const text = JSON.stringify(filter) ?? "";
  return text.includes('["has","point_count"]') ? !text.includes('"!"') : text.includes('[">"');
}

function plain(zoom: number): Sample {
  return { zoom, feature: { type: 1, properties: {} } };
}

function colourAt(layer: StyleLayer, name: string, sample: Sample): string | undefined {
  const value = recordOf(valueAt(layer, "paint", name, sample));
  return value && paintOfChannels(Number(value.r), Number(value.g), Number(value.b), Number(value.a)).colour;
}

function numberAt(layer: StyleLayer, name: string, sample: Sample): number | undefined {
  const value = valueAt(layer, "paint", name, sample);
  return typeof value === "number" ? value : undefined;
}

function heatOf(layer: StyleLayer, layers: readonly StyleLayer[], zoom: number): Special {
  const ramp = layer.paint["heatmap-color"];
  // The first colour of a ramp is what empty places get: transparent.
  const stops = Array.isArray(ramp) ? ramp.slice(3).filter((_, index) => index % 2 === 1) : [];
  const colours = stops.flatMap((stop) => {
    const probe: StyleLayer = { ...layer, type: "circle", paint: { "circle-color": stop } };
    const value = recordOf(valueAt(probe, "paint", "circle-color", plain(zoom)));
    return value && Number(value.a) > 0 ? [paintOfChannels(Number(value.r), Number(value.g), Number(value.b), 1).colour] : [];
  });
  const weight = weightOf(layer.paint["heatmap-weight"]);
  const points = layers.find(({ type }) => type === "circle" || type === "symbol");
  const pointsFromZoom = points?.minzoom;
  const intensity = numberAt(layer, "heatmap-intensity", plain(zoom));
  return {
    kind: "heat",
    ...weight,
    radiusPx: numberAt(layer, "heatmap-radius", plain(zoom)) ?? 30,
    colours,
    ...(intensity !== undefined && intensity !== 1 && { intensity }),
    ...(pointsFromZoom !== undefined && pointsFromZoom > 0 && { pointsFromZoom }),
  };
}

/** A field, possibly divided by the value that weighs one, or a ramp from 0 to that value. */
function weightOf(expression: unknown): { field?: string; weightOne?: number } {
  if (!Array.isArray(expression)) return {};
  const field = fieldIn(expression);
  if (field !== undefined) return field.startsWith("archipel:") ? {} : { field };
  const [operator, ...parts] = expression;
  if (operator === "max" || operator === "min") return parts.map(weightOf).find((found) => found.field !== undefined) ?? {};
  if (operator === "/") {
    const inner = fieldIn(parts[0]);
    return inner === undefined ? {} : { field: inner, ...(typeof parts[1] === "number" && parts[1] !== 1 && { weightOne: parts[1] }) };
  }
  if (operator === "interpolate") {
    const inner = fieldIn(parts[1]);
    const last: unknown = parts.at(-2);
    return inner === undefined ? {} : { field: inner, ...(typeof last === "number" && last > 0 && { weightOne: last }) };
  }
  return {};
}

/** MapLibre's own sources gather points within 50 pixels; the distance is not in the layers, but our own files keep it. */
function clustersOf(disc: StyleLayer | undefined, distance: unknown, zoom: number): Special {
  const colour = disc && colourAt(disc, "circle-color", plain(zoom));
  return { kind: "clusters", distancePx: typeof distance === "number" ? distance : 50, ...(colour && { colour }) };
}

/** Properties of sizes, and the pixels of size 1. */
const SIZES: Readonly<Record<string, { kind: "paint" | "layout"; name: string; pixelsOf?: (layer: StyleLayer) => number }>> = {
  circle: { kind: "paint", name: "circle-radius" },
  line: { kind: "paint", name: "line-width" },
  symbol: { kind: "layout", name: "icon-size", pixelsOf: iconRadius },
};

/** A size that grows with a field between two values. */
function sizeOf(layer: StyleLayer, zoom: number): Special | undefined {
  const property = SIZES[layer.type];
  const scale = property && scaleIn(layer[property.kind][property.name]);
  if (!property || !scale) return undefined;
  const { field, low, high } = scale;
  const pixels = property.pixelsOf?.(layer) ?? 1;
  const at = (value: number) => {
    const size = valueAt(layer, property.kind, property.name, { zoom, feature: { type: 1, properties: { [field]: value } } });
    return typeof size === "number" ? size * pixels : size;
  };
  const [least, middle, most] = [low, (low + high) / 2, high].map(at);
  if (typeof least !== "number" || typeof middle !== "number" || typeof most !== "number") return undefined;
  const byArea = Math.sqrt((least ** 2 + most ** 2) / 2);
  const isByArea = Math.abs(middle - byArea) < Math.abs(middle - (least + most) / 2);
  return {
    kind: "size",
    field,
    from: { value: low, sizePx: tenths(least) },
    to: { value: high, sizePx: tenths(most) },
    scale: isByArea ? "area" : "linear",
  };
}

/** The first and last value of a ramp over a field, at any depth. */
function scaleIn(expression: unknown): { field: string; low: number; high: number } | undefined {
  if (!Array.isArray(expression)) return undefined;
  const [operator, , input] = expression;
  const field = operator === "interpolate" ? fieldIn(input) : undefined;
  if (field !== undefined) {
    const [low, high]: unknown[] = [expression[3], expression.at(-2)];
    return typeof low === "number" && typeof high === "number" && low < high ? { field, low, high } : undefined;
  }
  return expression
    .slice(1)
    .map(scaleIn)
    .find((found) => found !== undefined);
}
