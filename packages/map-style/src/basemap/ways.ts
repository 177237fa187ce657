import type { DataDrivenPropertyValueSpecification, FilterSpecification, LayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import type { BasemapLook } from "../basemap-style.ts";
import { mix } from "../colour.ts";

const WORLD = "basemap";
const DETAIL = "basemap-detail";

const isRoad = (...kinds: string[]): FilterSpecification => ["match", ["get", "kind"], kinds, true, false];

/** Width in pixels of each kind of road at zooms 9, 12, 14 and 18; `extraPx` for the casing. */
function width(extraPx: number): DataDrivenPropertyValueSpecification<number> {
  const at = (primary: number, secondary: number, local: number, street: number) =>
    [
      "match",
      ["get", "kind"],
      "primary",
      primary + extraPx,
      "secondary",
      secondary + extraPx,
      "local",
      local + extraPx,
      street + extraPx,
    ] as const;
  return [
    "interpolate",
    ["exponential", 1.5],
    ["zoom"],
    9,
    at(1.1, 0.6, 0.3, 0.2),
    12,
    at(2.4, 1.5, 1, 0.5),
    14,
    at(5, 4, 3.2, 2.2),
    18,
    at(34, 28, 24, 18),
  ] as unknown[] as DataDrivenPropertyValueSpecification<number>;
}

/** Roads, tracks, ferries, and borders of communes and countries. Long because it is a list of style layers. */
export function basemapWays({ palette, look }: BasemapLook): LayerSpecification[] {
  const paved = isRoad("primary", "secondary", "local", "street");
  const round = { "line-cap": "round", "line-join": "round" } as const;
  return [
    {
      id: "basemap/track",
      type: "line",
      source: DETAIL,
      "source-layer": "road",
      minzoom: 12,
      filter: isRoad("track"),
      layout: { "line-join": "round" },
      paint: {
        "line-color": palette.roadCasing,
        "line-width": ["interpolate", ["linear"], ["zoom"], 12, 0.6, 16, 1.8],
        "line-dasharray": [3, 2],
      },
    },
    {
      id: "basemap/road-casing",
      type: "line",
      source: DETAIL,
      "source-layer": "road",
      minzoom: 9,
      filter: paved,
      layout: round,
      paint: {
        "line-color": palette.roadCasing,
        "line-width": width(look === "calm" ? 1 : 1.6),
        "line-opacity": ["interpolate", ["linear"], ["zoom"], 9, 0.7, 13, 1],
      },
    },
    {
      id: "basemap/road",
      type: "line",
      source: DETAIL,
      "source-layer": "road",
      minzoom: 11,
      filter: paved,
      layout: round,
      paint: { "line-color": palette.road, "line-width": width(0) },
    },
    {
      id: "basemap/ferry",
      type: "line",
      source: DETAIL,
      "source-layer": "road",
      minzoom: 7,
      filter: isRoad("ferry"),
      paint: { "line-color": palette.waterLine, "line-width": 1.2, "line-dasharray": [4, 3] },
    },
    {
      id: "basemap/commune",
      type: "line",
      source: DETAIL,
      "source-layer": "commune",
      minzoom: 9,
      paint: {
        "line-color": palette.boundary,
        "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.5, 15, 1.3],
        "line-dasharray": [5, 2, 1, 2],
        "line-opacity": 0.7,
      },
    },
    // Layers of a national basemap, when the setting names one.
    {
      id: "basemap/commune-france",
      type: "line",
      source: WORLD,
      "source-layer": "commune",
      minzoom: 8,
      paint: { "line-color": palette.boundary, "line-width": 0.4, "line-opacity": 0.5 },
    },
    {
      id: "basemap/departement",
      type: "line",
      source: WORLD,
      "source-layer": "departement",
      minzoom: 5,
      paint: { "line-color": palette.boundary, "line-width": 0.6, "line-opacity": 0.7 },
    },
    {
      id: "basemap/region",
      type: "line",
      source: WORLD,
      "source-layer": "region",
      minzoom: 4,
      paint: { "line-color": palette.boundary, "line-width": 0.9, "line-opacity": 0.8 },
    },
    {
      id: "basemap/country",
      type: "line",
      source: WORLD,
      "source-layer": "country",
      paint: {
        "line-color": mix(palette.boundary, palette.land, 0.2),
        "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.5, 7, 1.4],
      },
    },
  ];
}
