import { DETAIL, GROUND_COLOUR, SEA_LAYER, WORLD } from "@archipel/map-style/basemap-style.ts";
import type { LngLatBounds, Map as MapLibreMap, StyleSpecification } from "maplibre-gl";

/** The colour of the land, if the style names it and has a sea to be coloured. */
function groundOf(style: StyleSpecification): string | undefined {
  const { metadata } = style;
  const ground: unknown = typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, GROUND_COLOUR) : undefined;
  return typeof ground === "string" && style.layers.some(({ id }) => id === SEA_LAYER) ? ground : undefined;
}

/** Whether the style is made by us, whose tests check it: the browser does not check it again. */
export const isOwnStyle = ({ metadata }: StyleSpecification): boolean =>
  typeof metadata === "object" && metadata !== null && GROUND_COLOUR in metadata;

/** The same style with land instead of sea. */
export function withGround(style: StyleSpecification): StyleSpecification {
  const ground = groundOf(style);
  if (ground === undefined) return style;
  const layers = style.layers.map((layer) =>
    layer.id === SEA_LAYER && layer.type === "background" ? { ...layer, paint: { ...layer.paint, "background-color": ground } } : layer,
  );
  return { ...style, layers };
}

/**
 * Shows the colour of the land until tiles have come, first of all and after a jump to another region: a bare sea would say that there is
 * nothing. `shown` is the style to draw now.
 */
export function groundFirst(map: MapLibreMap, first: StyleSpecification): { shown(style: StyleSpecification): StyleSpecification } {
  let style = first;
  let hasTiles = false;
  let seen: LngLatBounds | undefined;
  const paint = (from: StyleSpecification) => {
    const sea = from.layers.find(({ id }) => id === SEA_LAYER);
    if (sea?.type === "background" && map.getLayer(SEA_LAYER))
      map.setPaintProperty(SEA_LAYER, "background-color", sea.paint?.["background-color"]);
  };
  const settle = () => {
    seen = map.getBounds();
    if (hasTiles) return;
    hasTiles = true;
    paint(style);
  };
  map.on("idle", settle);
  map.on("sourcedata", ({ sourceId }) => {
    if (!hasTiles && isBasemap(sourceId) && hasBasemap(map, style)) settle();
  });
  map.on("moveend", () => {
    if (!hasTiles || !seen || doMeet(seen, map.getBounds()) || map.areTilesLoaded()) return;
    hasTiles = false;
    paint(withGround(style));
  });
  return {
    shown(next) {
      style = next;
      return hasTiles ? next : withGround(next);
    },
  };
}

const isBasemap = (sourceId: string) => sourceId === WORLD || sourceId === DETAIL;

/** Whether the tiles of the basemap have come; those of the data do not matter. */
function hasBasemap(map: MapLibreMap, style: StyleSpecification): boolean {
  const ids = Object.keys(style.sources).filter(isBasemap);
  return ids.length > 0 && ids.every((id) => map.getSource(id) && map.isSourceLoaded(id));
}

const doMeet = (a: LngLatBounds, b: LngLatBounds) =>
  a.getWest() <= b.getEast() && b.getWest() <= a.getEast() && a.getSouth() <= b.getNorth() && b.getSouth() <= a.getNorth();
