import type { BasemapPalette } from "../basemap-style.ts";

/** Colours of a basemap by day. */
export const basemapPalette: BasemapPalette = {
  land: "#f8f4ea",
  water: "#d5e3e6",
  waterLine: "#9fbcc4",
  wood: "#e3e9d4",
  built: "#e4dccd",
  builtLine: "#8d8577",
  road: "#ffffff",
  roadCasing: "#c9c0af",
  parcel: "#cfc6b4",
  boundary: "#8a6f5f",
  label: "#2b2f3a",
  labelHalo: "#fbf8f2",
};
