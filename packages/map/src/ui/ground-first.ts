import { DETAIL, GROUND_COLOUR, SEA_LAYER, WORLD } from "@archipel/map-style/basemap-style.ts";
import type { LngLatBounds, Map as MapLibreMap, StyleSpecification } from "maplibre-gl";

/** The colours of the land and of the sea, if the style has both. */
function groundOf({ metadata, layers }: StyleSpecification): { readonly land: string; readonly sea: string } | undefined {
  const land: unknown = typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, GROUND_COLOUR) : undefined;
  const layer = layers.find(({ id }) => id === SEA_LAYER);
  const sea = layer?.type === "background" ? layer.paint?.["background-color"] : undefined;
  return typeof land === "string" && typeof sea === "string" ? { land, sea } : undefined;
}

/** Whether the style is made by us, whose tests check it: the browser does not check it again. */
export const isOwnStyle = ({ metadata }: StyleSpecification): boolean =>
  typeof metadata === "object" && metadata !== null && GROUND_COLOUR in metadata;

/** The same style without its sea, which is then the colour behind the canvas. */
export function withoutSea(style: StyleSpecification): StyleSpecification {
  return groundOf(style) ? { ...style, layers: style.layers.filter(({ id }) => id !== SEA_LAYER) } : style;
}

/**
 * Shows the colour of the land until tiles have come, first of all and after a jump to another region: a bare sea would say that there is
 * nothing. The colour is that behind the canvas, which the browser changes at once: a change of the style costs one more frame
 * of the whole map, and comes when the last tiles do. `shown` is the style to draw now.
 */
export function groundFirst(map: MapLibreMap, first: StyleSpecification): { shown(style: StyleSpecification): StyleSpecification } {
  let style = first;
  let hasTiles = false;
  let seen: LngLatBounds | undefined;
  const paint = () => {
    const ground = groundOf(style);
    const colour = ground === undefined ? "" : hasTiles ? ground.sea : ground.land;
    map.getCanvas().style.backgroundColor = colour;
  };
  const settle = () => {
    seen = map.getBounds();
    if (hasTiles) return;
    hasTiles = true;
    paint();
  };
  paint();
  map.on("idle", settle);
  map.on("sourcedata", ({ sourceId }) => {
    if (!hasTiles && isBasemap(sourceId) && hasBasemap(map, style)) settle();
  });
  map.on("moveend", () => {
    if (!hasTiles || !seen || doMeet(seen, map.getBounds()) || map.areTilesLoaded()) return;
    hasTiles = false;
    paint();
  });
  return {
    shown(next) {
      style = next;
      paint();
      return withoutSea(next);
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
