import type { Map as MapLibreMap, StyleSpecification } from "maplibre-gl";
import { type AreaPiece, namedAreaLayers, type PlacedName, placeNames, withNames } from "../layers/names-once.ts";
import type { Padding } from "./map-handle.ts";

/** With more pieces than this in view, tiles place the names: so many areas are small, and are seldom cut. */
const MOST_PIECES = 1_500;

/**
 * Writes the name of each area once per view, each time the map has come to rest. `dressed` is the style to draw with the names of now;
 * `onChanged` asks for it to be drawn again.
 */
export function nameAreasOnce(
  map: MapLibreMap,
  current: () => StyleSpecification,
  onChanged: () => void,
  padding: () => Padding,
): (style: StyleSpecification) => StyleSpecification {
  let names: ReadonlyMap<string, readonly PlacedName[]> = new Map();
  let known = "";
  map.on("idle", () => {
    const box = uncovered(map, padding());
    names = new Map(namedAreaLayers(current()).map((layerId) => [layerId, placeNames(piecesOf(map, layerId), box)]));
    const key = [...names]
      .filter(([, placed]) => placed.length > 0)
      .map(([id, placed]) => `${id}:${placed.map(({ fid, at }) => `${fid}@${at.join()}`).join(" ")}`)
      .join("/");
    if (key === known) return;
    known = key;
    onChanged();
  });
  return (style) => withNames(style, names);
}

/** The part of the view that no panel covers: west, south, east, north. */
function uncovered(map: MapLibreMap, { top, right, bottom, left }: Padding): readonly [number, number, number, number] {
  const { clientWidth, clientHeight } = map.getCanvas();
  const [northWest, southEast] = [map.unproject([left, top]), map.unproject([clientWidth - right, clientHeight - bottom])];
  return [northWest.lng, southEast.lat, southEast.lng, northWest.lat];
}

/** The pieces of a layer's areas in view; none where their names are not drawn. */
function piecesOf(map: MapLibreMap, layerId: string): AreaPiece[] {
  const label = map.getLayer(`data/${layerId}/label`);
  if (!label || map.getZoom() < (label.minzoom ?? 0) || !map.getLayer(`data/${layerId}/fill`)) return [];
  const found = map.queryRenderedFeatures({ layers: [`data/${layerId}/fill`] });
  if (found.length > MOST_PIECES) return [];
  return found.flatMap(({ id, properties, geometry }): AreaPiece[] => {
    if (typeof id !== "number") return [];
    if (geometry.type === "Polygon") return [{ fid: id, properties, polygons: [geometry.coordinates] }];
    return geometry.type === "MultiPolygon" ? [{ fid: id, properties, polygons: geometry.coordinates }] : [];
  });
}
