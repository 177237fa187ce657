import type { Feature, Position } from "geojson";
import type { MapGeoJSONFeature, Map as MapLibreMap, StyleSpecification } from "maplibre-gl";
import { creditsOf, type HiddenView, TIMEOUT_MS, withHiddenMap } from "./take-picture.ts";

/** A name that a map writes. */
export interface MapName {
  readonly text: string;
  readonly lon: number;
  readonly lat: number;
  /** The layer of the style, from the one that is placed first: 0 is the most important. */
  readonly rank: number;
  /** Pixels of its letters on the map. */
  readonly size: number;
}

/** Longer names are no names. */
const LONGEST = 60;

/** Only the names of a style, without icons. */
export function namesStyle(style: StyleSpecification): StyleSpecification {
  const layers = style.layers.flatMap((layer) => {
    if (layer.type !== "symbol" || layer.layout?.["text-field"] === undefined) return [];
    const { "icon-image": _, ...layout } = layer.layout;
    return [{ ...layer, layout }];
  });
  const used = new Set(layers.map(({ source }) => source));
  const { sprite: _sprite, terrain: _terrain, sky: _sky, ...rest } = style;
  return { ...rest, sources: Object.fromEntries(Object.entries(style.sources).filter(([id]) => used.has(id))), layers };
}

/** A style that writes no names; icons stay. */
export function withoutNames(style: StyleSpecification): StyleSpecification {
  const layers = style.layers.flatMap((layer): StyleSpecification["layers"] => {
    if (layer.type !== "symbol" || layer.layout?.["text-field"] === undefined) return [layer];
    const { "text-field": _, ...layout } = layer.layout;
    return layout["icon-image"] === undefined ? [] : [{ ...layer, layout }];
  });
  return { ...style, layers };
}

/** The names that a map writes in a view, the most important first. Rejects when it cannot be drawn. */
export function namesInView(view: HiddenView, most: number): Promise<{ names: MapName[]; credits: string[] }> {
  const style = namesStyle(view.style);
  return withHiddenMap({ ...view, style }, async (map) => {
    await idle(map, view.signal);
    const ranks = new Map(style.layers.toReversed().map(({ id }, rank) => [id, rank]));
    const written = map.queryRenderedFeatures().map((feature) => writtenName(feature, ranks.get(feature.layer.id) ?? ranks.size));
    return { names: namesOnce(written.filter((name) => name !== null)).slice(0, most), credits: creditsOf(map) };
  });
}

function idle(map: MapLibreMap, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the names were not placed in time")), TIMEOUT_MS);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
    map.once("idle", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

interface WrittenName extends MapName {
  /** Degrees of the line that it is written along; 0: at a point. */
  readonly length: number;
}

export function writtenName(feature: Pick<MapGeoJSONFeature, "geometry" | "properties" | "layer">, rank: number): WrittenName | null {
  const layout: Readonly<Record<string, unknown>> = feature.layer.layout ?? {};
  const text = nameText(String(layout["text-field"] ?? ""), feature.properties, layout["text-transform"]);
  const anchor = anchorOf(feature.geometry);
  // Heights of contour lines and numbers of roads are no names.
  if (!anchor || text.length > LONGEST || !/\p{L}{2}/u.test(text)) return null;
  const size = layout["text-size"];
  return {
    text,
    lon: anchor.at[0] as number,
    lat: anchor.at[1] as number,
    rank,
    size: typeof size === "number" ? size : 12,
    length: anchor.length,
  };
}

function nameText(field: string, properties: Feature["properties"], transform: unknown): string {
  const text = field
    .replace(/\{([^{}]+)\}/g, (_, key: string) => String(properties?.[key] ?? ""))
    .replace(/\s+/g, " ")
    .trim();
  return transform === "uppercase" ? text.toLocaleUpperCase() : text;
}

/** A point, the middle of the longest line, or the middle of an area's box. */
function anchorOf(geometry: Feature["geometry"]): { at: Position; length: number } | null {
  switch (geometry.type) {
    case "Point":
      return { at: geometry.coordinates, length: 0 };
    case "MultiPoint":
      return geometry.coordinates[0] ? { at: geometry.coordinates[0], length: 0 } : null;
    case "LineString":
      return middleOf(geometry.coordinates);
    case "MultiLineString":
      return geometry.coordinates.map(middleOf).reduce((best, one) => (one && (!best || one.length > best.length) ? one : best), null);
    case "Polygon":
      return boxMiddle(geometry.coordinates[0] ?? []);
    case "MultiPolygon":
      return boxMiddle(geometry.coordinates[0]?.[0] ?? []);
    default:
      return null;
  }
}

function middleOf(line: readonly Position[]): { at: Position; length: number } | null {
  const lengths = line.slice(1).map((to, i) => Math.hypot((to[0] ?? 0) - (line[i]?.[0] ?? 0), (to[1] ?? 0) - (line[i]?.[1] ?? 0)));
  const length = lengths.reduce((sum, one) => sum + one, 0);
  let left = length / 2;
  for (const [i, one] of lengths.entries()) {
    const [from, to] = [line[i], line[i + 1]];
    if (from && to && left <= one && one > 0) {
      const share = left / one;
      const mixed = (axis: number) => (from[axis] ?? 0) * (1 - share) + (to[axis] ?? 0) * share;
      return { at: [mixed(0), mixed(1)], length };
    }
    left -= one;
  }
  return null;
}

function boxMiddle(ring: readonly Position[]): { at: Position; length: number } | null {
  if (ring.length === 0) return null;
  const middle = (axis: number) => {
    const values = ring.map((place) => place[axis] ?? 0);
    return (values.reduce((a, b) => Math.min(a, b)) + values.reduce((a, b) => Math.max(a, b))) / 2;
  };
  return { at: [middle(0), middle(1)], length: 0 };
}

/** Degrees within which the same name at two points is one place: neighbouring tiles have it both. */
const SAME_PLACE = 1e-4;

/** A line is written once, where it is longest, since tiles cut it; a place once, since tiles overlap. The most important first. */
export function namesOnce(written: readonly WrittenName[]): MapName[] {
  const kept: WrittenName[] = [];
  const byText = new Map<string, WrittenName[]>();
  for (const name of written.toSorted((a, b) => a.rank - b.rank || b.length - a.length)) {
    const known = byText.get(name.text) ?? [];
    const isKnown = known.some(
      (one) => name.length > 0 || (Math.abs(one.lon - name.lon) < SAME_PLACE && Math.abs(one.lat - name.lat) < SAME_PLACE),
    );
    if (isKnown) continue;
    byText.set(name.text, [...known, name]);
    kept.push(name);
  }
  return kept.map(({ length: _, ...name }) => name);
}
