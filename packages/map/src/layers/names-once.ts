import type { LayerSpecification, StyleSpecification } from "maplibre-gl";

type Position = readonly number[];
type Ring = readonly Position[];

/** A piece of an area in one tile. */
export interface AreaPiece {
  readonly fid: number;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Polygons of the piece. */
  readonly polygons: readonly (readonly Ring[])[];
}

export interface PlacedName {
  readonly fid: number;
  readonly at: readonly [number, number];
  readonly properties: Readonly<Record<string, unknown>>;
}

type Box = readonly [number, number, number, number];

/**
 * Places the name of each area that is in several pieces: once, inside its largest visible piece. Tiles cut areas, and each tile would write
 * the name again. Areas in one piece are named by their tile.
 *
 * @param view west, south, east, north; degrees
 */
export function placeNames(pieces: readonly AreaPiece[], view: Box): PlacedName[] {
  const byFid = new Map<number, AreaPiece[]>();
  for (const piece of pieces) byFid.set(piece.fid, [...(byFid.get(piece.fid) ?? []), piece]);
  return [...byFid.values()].flatMap((group): PlacedName[] => {
    const [first] = group;
    if (!first || group.length < 2) return [];
    const places = group.flatMap(({ polygons }) => polygons).flatMap((rings) => widestPlace(rings, view) ?? []);
    const best = places.toSorted((a, b) => b.room - a.room)[0];
    return best ? [{ fid: first.fid, at: best.at, properties: first.properties }] : [];
  });
}

/** Rows and columns of the places that are tried in an area. */
const GRID = 8;

/** Of a grid of places in the visible part of an area, the one that is farthest from its edge, and that distance. */
function widestPlace(rings: readonly Ring[], view: Box): { at: readonly [number, number]; room: number } | undefined {
  const box = clipped(rings[0] ?? [], view);
  if (!box) return undefined;
  const [west, south, east, north] = box;
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  let best: { at: readonly [number, number]; room: number } | undefined;
  for (let row = 0; row < GRID; row++) {
    for (let column = 0; column < GRID; column++) {
      const lon = west + ((column + 0.5) / GRID) * (east - west);
      const lat = south + ((row + 0.5) / GRID) * (north - south);
      if (!isInArea(lon, lat, rings)) continue;
      const toView = Math.min((lon - view[0]) * squeeze, (view[2] - lon) * squeeze, lat - view[1], view[3] - lat);
      const room = Math.min(toView, toEdge(lon, lat, rings, squeeze));
      if (!best || room > best.room) best = { at: [lon, lat], room };
    }
  }
  return best;
}

function clipped(ring: Ring, view: Box): Box | undefined {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [lon = 0, lat = 0] of ring) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  const box: Box = [Math.max(west, view[0]), Math.max(south, view[1]), Math.min(east, view[2]), Math.min(north, view[3])];
  return box[0] < box[2] && box[1] < box[3] ? box : undefined;
}

/** Whether a place is inside the outer ring and in no hole. */
function isInArea(lon: number, lat: number, rings: readonly Ring[]): boolean {
  let isIn = false;
  for (const ring of rings) {
    for (let index = 1; index < ring.length; index++) {
      const [ax = 0, ay = 0] = ring[index - 1] ?? [];
      const [bx = 0, by = 0] = ring[index] ?? [];
      if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) isIn = !isIn;
    }
  }
  return isIn;
}

/** Distance to the nearest edge, in degrees of latitude. */
function toEdge(lon: number, lat: number, rings: readonly Ring[], squeeze: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const ring of rings) {
    for (let index = 1; index < ring.length; index++) {
      const [ax = 0, ay = 0] = ring[index - 1] ?? [];
      const [bx = 0, by = 0] = ring[index] ?? [];
      const [dx, dy] = [(bx - ax) * squeeze, by - ay];
      const [px, py] = [(lon - ax) * squeeze, lat - ay];
      const share = dx === 0 && dy === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
      nearest = Math.min(nearest, Math.hypot(px - share * dx, py - share * dy));
    }
  }
  return nearest;
}

const LABEL = /^data\/(.+)\/label$/;

/** The data layers of a style whose areas have names. */
export function namedAreaLayers(style: StyleSpecification): string[] {
  return style.layers.flatMap(({ id }) => {
    const layerId = LABEL.exec(id)?.[1];
    return layerId !== undefined && style.layers.some((one) => one.id === `data/${layerId}/fill`) ? [layerId] : [];
  });
}

/** The style with these names at their places, and without them at the places that tiles give. */
export function withNames(style: StyleSpecification, names: ReadonlyMap<string, readonly PlacedName[]>): StyleSpecification {
  const placed = (layer: LayerSpecification) => {
    const layerId = LABEL.exec(layer.id)?.[1];
    const found = layerId === undefined ? undefined : names.get(layerId);
    return found && found.length > 0 && layerId !== undefined && layer.type === "symbol" ? { layerId, found, layer } : undefined;
  };
  const all = style.layers.flatMap((layer) => placed(layer) ?? []);
  if (all.length === 0) return style;
  return {
    ...style,
    sources: {
      ...style.sources,
      ...Object.fromEntries(all.map(({ layerId, found }) => [`names-${layerId}`, { type: "geojson" as const, data: collectionOf(found) }])),
    },
    layers: style.layers.flatMap((layer): LayerSpecification[] => {
      const one = placed(layer);
      if (!one) return [layer];
      const { "source-layer": _tile, filter, source: _source, ...look } = one.layer;
      const others = ["!", ["in", ["id"], ["literal", one.found.map(({ fid }) => fid)]]];
      return [
        { ...one.layer, filter: filter ? ["all", filter, others] : others } as LayerSpecification,
        // The name moves a little rather than giving way to another label.
        {
          ...look,
          id: `data/${one.layerId}/name`,
          source: `names-${one.layerId}`,
          layout: { ...look.layout, "text-variable-anchor": ["center", "top", "bottom", "left", "right"], "text-radial-offset": 1.2 },
        },
      ];
    }),
  };
}

const collectionOf = (names: readonly PlacedName[]): GeoJSON.FeatureCollection => ({
  type: "FeatureCollection",
  features: names.map(({ fid, at, properties }) => ({
    type: "Feature",
    id: fid,
    properties: { ...properties },
    geometry: { type: "Point", coordinates: [...at] },
  })),
});
