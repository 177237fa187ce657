import type { Geometry, Position } from "geojson";
import type { Map as MapLibreMap } from "maplibre-gl";
import type { FeatureRef } from "../model/map-state.ts";
import { piecesOf } from "./pieces.ts";

const REACH_PX = 12;
/** Most features examined near a pointer. */
const MAX_NEAR = 12;
const MAX_KEPT = 400;

/** How long placing a point waits for the features around it. */
const TIMEOUT_MS = 1500;

type Pixel = { x: number; y: number };

/** Finds the position that a pointer snaps to; undefined when nothing is near. */
export interface Snapper {
  /** Among the shapes that are loaded. */
  now(pixel: Pixel): Position | undefined;
  /** Among all features nearby, after loading them. */
  soon(pixel: Pixel): Promise<Position | undefined>;
}

export const NO_SNAPPING: Snapper = { now: () => undefined, soon: async () => undefined };

/**
 * Snaps a pointer to a vertex nearby, else to the nearest position on an edge. Tiles only say which features are near; their
 * exact geometries are requested once, and used as soon as they have loaded.
 */
export function createSnapper(
  map: MapLibreMap,
  load: (feature: FeatureRef) => Promise<Geometry | null>,
  /** Shapes of the draft, which tiles do not contain. */
  drafted: () => readonly Geometry[],
): Snapper {
  const kept = new Map<string, Geometry | null>();
  const underWay = new Map<string, Promise<unknown>>();
  const exact = (feature: FeatureRef): Geometry | null => {
    const key = `${feature.layerId}/${feature.fid}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size > MAX_KEPT) kept.clear();
    kept.set(key, null);
    // Without its geometry there is nothing to snap to; it is requested again later.
    const loading = load(feature).then(
      (geometry) => kept.set(key, geometry),
      () => kept.delete(key),
    );
    underWay.set(
      key,
      loading.finally(() => underWay.delete(key)),
    );
    return null;
  };
  const now = (pixel: Pixel) => {
    const around = [...near(map, pixel).map(exact), ...drafted()];
    let vertex: { at: Position; px: number } | undefined;
    let edge: { at: Position; px: number } | undefined;
    for (const geometry of around) {
      for (const { geometry: shape } of piecesOf(geometry)) {
        const places =
          shape.type === "Point" ? [shape.coordinates] : shape.type === "LineString" ? shape.coordinates : (shape.coordinates[0] ?? []);
        const pixels = places.map(([lon = 0, lat = 0]) => map.project([lon, lat]));
        for (const [index, here] of pixels.entries()) {
          const place = places[index];
          if (!place) continue;
          const px = Math.hypot(here.x - pixel.x, here.y - pixel.y);
          if (px <= REACH_PX && px < (vertex?.px ?? Number.POSITIVE_INFINITY)) vertex = { at: place, px };
          const before = pixels[index - 1];
          const placeBefore = places[index - 1];
          if (!before || !placeBefore) continue;
          const share = shareOn(before, here, pixel);
          const off = Math.hypot(before.x + share * (here.x - before.x) - pixel.x, before.y + share * (here.y - before.y) - pixel.y);
          if (off > REACH_PX || off >= (edge?.px ?? Number.POSITIVE_INFINITY)) continue;
          edge = { at: between(placeBefore, place, share), px: off };
        }
      }
    }
    return vertex?.at ?? edge?.at;
  };
  return {
    now,
    async soon(pixel) {
      now(pixel);
      const patience = new Promise((resolve) => setTimeout(resolve, TIMEOUT_MS));
      await Promise.race([Promise.all(underWay.values()), patience]);
      return now(pixel);
    },
  };
}

function near(map: MapLibreMap, { x, y }: Pixel): FeatureRef[] {
  const layers = (map.getStyle()?.layers ?? []).flatMap(({ id }) => (id.startsWith("data/") ? [id] : []));
  if (layers.length === 0) return [];
  const found = map.queryRenderedFeatures(
    [
      [x - REACH_PX, y - REACH_PX],
      [x + REACH_PX, y + REACH_PX],
    ],
    { layers },
  );
  const refs = new Map<string, FeatureRef>();
  for (const feature of found) {
    const layerId = feature.layer.id.split("/")[1];
    if (layerId && typeof feature.id === "number") refs.set(`${layerId}/${feature.id}`, { layerId, fid: feature.id });
  }
  return [...refs.values()].slice(0, MAX_NEAR);
}

/** The share of a–b, 0…1, at which it is nearest to p. */
function shareOn(a: Pixel, b: Pixel, p: Pixel): number {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  return length === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length));
}

const between = ([ax = 0, ay = 0]: Position, [bx = 0, by = 0]: Position, share: number): Position =>
  [ax + share * (bx - ax), ay + share * (by - ay)].map((degrees) => Math.round(degrees * 1e9) / 1e9);
