import { RELIEF_ZOOMS, type Relief, reliefPath } from "@archipel/contracts/elevation.ts";
import { FIRST_WAY_LAYER } from "@archipel/map-style/basemap-style.ts";
import type { LayerSpecification, RasterDEMSourceSpecification, SkySpecification, StyleSpecification } from "maplibre-gl";
import type { ReliefView } from "./relief-code.ts";

const SHADES = "relief/shades";
const HEIGHTS = "relief/heights";

/** Colours of slopes and of the sky, in the colour mode of the page. */
const COLOURS = {
  light: { shadow: "rgba(30, 42, 58, 0.75)", light: "rgba(255, 255, 255, 0.55)", sky: "#b9d4e6", horizon: "#eef4f7" },
  dark: { shadow: "rgba(0, 0, 0, 0.85)", light: "rgba(205, 220, 235, 0.28)", sky: "#10202e", horizon: "#1d3242" },
} as const;

/**
 * Adds relief to a style: shades over the ground and below the data, and heights that lift everything. Shades have a source of their own, as
 * MapLibre advises: both read the same tiles.
 */
export function withRelief(
  style: StyleSpecification,
  relief: Relief,
  { isRaised, exaggeration }: ReliefView,
  mode: "light" | "dark",
): StyleSpecification {
  const colours = COLOURS[mode];
  const source: RasterDEMSourceSpecification = {
    type: "raster-dem",
    tiles: [reliefPath(relief)],
    tileSize: 256,
    encoding: "terrarium",
    minzoom: RELIEF_ZOOMS.first,
    maxzoom: relief.maxZoom,
  };
  const shades: LayerSpecification = {
    id: SHADES,
    type: "hillshade",
    source: SHADES,
    paint: {
      "hillshade-method": "multidirectional",
      "hillshade-exaggeration": 0.45,
      "hillshade-shadow-color": colours.shadow,
      "hillshade-highlight-color": colours.light,
      "hillshade-accent-color": colours.shadow,
    },
  };
  const sky: SkySpecification = {
    "sky-color": colours.sky,
    "horizon-color": colours.horizon,
    "fog-color": colours.horizon,
    "atmosphere-blend": 0,
  };
  const place = placeOf(style);
  return {
    ...style,
    // No tiles of shades outside of the data.
    sources: { ...style.sources, [SHADES]: { ...source, bounds: relief.bbox }, ...(isRaised && { [HEIGHTS]: source }) },
    layers: [...style.layers.slice(0, place), shades, ...style.layers.slice(place)],
    ...(isRaised && { terrain: { source: HEIGHTS, exaggeration }, sky }),
  };
}

/** Below the first layer of data and the streets, above the ground. */
function placeOf({ layers }: StyleSpecification): number {
  const found = layers.findIndex(({ id }) => id.startsWith("data/") || id === FIRST_WAY_LAYER);
  return found < 0 ? layers.length : found;
}
