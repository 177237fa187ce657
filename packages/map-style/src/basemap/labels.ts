import type { FilterSpecification, LayerSpecification, SymbolLayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import type { BasemapLook } from "../basemap-style.ts";
import { mix } from "../colour.ts";

const WORLD = "basemap";
const DETAIL = "basemap-detail";
const isKind = (...kinds: string[]): FilterSpecification => ["match", ["get", "kind"], kinds, true, false];

/** Names, the most important last: MapLibre places the upper layers first. Long because it is a list of style layers. */
export function basemapLabels({ palette, look, mode, font }: BasemapLook): LayerSpecification[] {
  const ink = (colour: string, haloPx = 1.4): NonNullable<SymbolLayerSpecification["paint"]> => ({
    "text-color": colour,
    "text-halo-color": palette.labelHalo,
    "text-halo-width": haloPx,
  });
  const quiet = mix(palette.label, palette.land, 0.3);
  const text = (
    size: NonNullable<SymbolLayerSpecification["layout"]>["text-size"],
    extra: SymbolLayerSpecification["layout"] = {},
  ): NonNullable<SymbolLayerSpecification["layout"]> => ({
    "text-field": ["get", "name"],
    "text-font": [font],
    "text-size": size ?? 12,
    "text-max-width": 8,
    "text-padding": 4,
    ...extra,
  });
  // On a dark map, the shoreline's colour is hardly lighter than the sea.
  const sea = mix(palette.waterLine, palette.label, mode === "dark" ? 0.75 : 0.45);
  return [
    {
      id: "basemap/road-name",
      type: "symbol",
      source: DETAIL,
      "source-layer": "road",
      minzoom: 15,
      filter: ["match", ["get", "kind"], ["ferry"], false, true],
      layout: text(["interpolate", ["linear"], ["zoom"], 15, 10, 18, 13], {
        "symbol-placement": "line",
        "symbol-spacing": 320,
        "text-max-angle": 35,
      }),
      paint: ink(quiet),
    },
    {
      id: "basemap/road-ref",
      type: "symbol",
      source: DETAIL,
      "source-layer": "road",
      minzoom: 11,
      maxzoom: 15,
      filter: ["has", "ref"],
      layout: { ...text(10, { "symbol-placement": "line", "symbol-spacing": 380 }), "text-field": ["get", "ref"] },
      paint: ink(quiet, 2),
    },
    {
      id: "basemap/contour-height",
      type: "symbol",
      source: DETAIL,
      "source-layer": "contour",
      minzoom: look === "relief" ? 12 : 14.5,
      filter: ["==", ["get", "isMain"], true],
      layout: { ...text(9.5, { "symbol-placement": "line", "symbol-spacing": 420 }), "text-field": ["to-string", ["get", "metres"]] },
      paint: ink(quiet, 1.2),
    },
    {
      id: "basemap/farm",
      type: "symbol",
      source: DETAIL,
      "source-layer": "place",
      minzoom: 14,
      filter: isKind("farm"),
      layout: text(11),
      paint: ink(quiet),
    },
    {
      id: "basemap/peak",
      type: "symbol",
      source: DETAIL,
      "source-layer": "place",
      minzoom: look === "relief" ? 11.5 : 13,
      filter: isKind("peak"),
      layout: { ...text(11), "text-field": ["concat", "▲ ", ["get", "name"], "\n", ["to-string", ["get", "metres"]], " m"] },
      paint: ink(quiet),
    },
    {
      id: "basemap/hamlet",
      type: "symbol",
      source: DETAIL,
      "source-layer": "place",
      minzoom: 11.5,
      filter: isKind("hamlet"),
      layout: text(["interpolate", ["linear"], ["zoom"], 11, 10, 15, 13]),
      paint: ink(quiet),
    },
    {
      id: "basemap/island",
      type: "symbol",
      source: DETAIL,
      "source-layer": "place",
      minzoom: 8,
      // At this zoom a large island fills the screen, and a small one has just got its name.
      filter: ["all", isKind("island"), ["any", ["<", ["zoom"], 13], [">=", ["get", "minzoom"], 13]]] as FilterSpecification,
      layout: text(["interpolate", ["linear"], ["zoom"], 8, 11, 12, 15], {
        "text-letter-spacing": 0.16,
        "text-transform": "uppercase",
        "text-max-width": 7,
      }),
      paint: ink(sea, 1),
    },
    {
      id: "basemap/commune-label",
      type: "symbol",
      source: WORLD,
      "source-layer": "commune_label",
      minzoom: 8,
      layout: { ...text(11), "text-field": ["coalesce", ["get", "nom"], ["get", "name"]] },
      paint: ink(quiet),
    },
    {
      id: "basemap/town-world",
      type: "symbol",
      source: WORLD,
      "source-layer": "place_label",
      filter: isKind("town"),
      layout: text(["interpolate", ["linear"], ["get", "population"], 25000, 10.5, 1000000, 15], {
        "symbol-sort-key": ["-", 0, ["get", "population"]],
      }),
      paint: ink(palette.label),
    },
    {
      id: "basemap/country-label",
      type: "symbol",
      source: WORLD,
      "source-layer": "place_label",
      maxzoom: 7,
      filter: isKind("country"),
      layout: text(12, { "text-letter-spacing": 0.12, "text-transform": "uppercase" }),
      paint: ink(quiet),
    },
    {
      id: "basemap/village",
      type: "symbol",
      source: DETAIL,
      "source-layer": "place",
      minzoom: 8.5,
      filter: isKind("village"),
      layout: text(["interpolate", ["linear"], ["zoom"], 8, 11, 14, 17], { "symbol-sort-key": ["-", 0, ["get", "population"]] }),
      paint: ink(palette.label, 1.8),
    },
    {
      id: "basemap/town",
      type: "symbol",
      source: DETAIL,
      "source-layer": "place",
      minzoom: 7,
      filter: isKind("town"),
      layout: text(["interpolate", ["linear"], ["zoom"], 7, 12, 14, 21], { "text-allow-overlap": false }),
      paint: ink(palette.label, 2),
    },
  ];
}
