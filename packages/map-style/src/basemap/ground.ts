import type { ExpressionSpecification, LayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import type { BasemapLook } from "../basemap-style.ts";
import { mix } from "../colour.ts";

const WORLD = "basemap";
const DETAIL = "basemap-detail";

/** Strength of the relief in each look: the opacity of one step of shadow and of light. */
const RELIEF = { plan: [0.045, 0.25], calm: [0.04, 0.2], relief: [0.13, 0.5] } as const;

/** Sea, land, land cover, relief, houses and plots. Long because it is a list of style layers. */
export function basemapGround({ palette, look, mode }: BasemapLook): LayerSpecification[] {
  const [shadowStep, lightStep] = RELIEF[look];
  const isDark = mode === "dark";
  // Each step towards the shore is a little paler; on a dark map it gets a little more of the shoreline's colour.
  const shallow = isDark ? palette.waterLine : mix(palette.water, "#ffffff", 0.85);
  const shallowStep = isDark ? 0.13 : 0.24;
  const sand = mix(palette.land, isDark ? "#8a7a50" : "#ead9a6", isDark ? 0.2 : 0.5);
  const ground: ExpressionSpecification = [
    "match",
    ["get", "kind"],
    ["feuillus", "coniferes"],
    palette.wood,
    "marais",
    mix(palette.wood, palette.water, 0.5),
    "plan_d_eau",
    palette.water,
    "plage_dune",
    sand,
    "bati",
    mix(palette.land, palette.built, look === "plan" ? 0.35 : 0.5),
    palette.land,
  ];
  const layers: LayerSpecification[] = [
    { id: "basemap/sea", type: "background", paint: { "background-color": palette.water } },
    {
      id: "basemap/shallow",
      type: "fill",
      source: DETAIL,
      "source-layer": "shallow",
      paint: { "fill-color": shallow, "fill-opacity": shallowStep, "fill-antialias": false },
    },
    // The coarse tiles of the world are enlarged at higher zooms, except for what the detailed tiles contain.
    { id: "basemap/land-far", type: "fill", source: WORLD, "source-layer": "land", maxzoom: 7, paint: { "fill-color": palette.land } },
    {
      id: "basemap/land",
      type: "fill",
      source: WORLD,
      "source-layer": "land",
      minzoom: 7,
      filter: ["!", ["has", "isDetailed"]],
      paint: { "fill-color": palette.land },
    },
    { id: "basemap/land-detail", type: "fill", source: DETAIL, "source-layer": "land", minzoom: 7, paint: { "fill-color": palette.land } },
    {
      id: "basemap/ground",
      type: "fill",
      source: DETAIL,
      "source-layer": "ground",
      minzoom: 9,
      paint: { "fill-color": ground, "fill-opacity": ["interpolate", ["linear"], ["zoom"], 9, 0.5, 11, 1] },
    },
    {
      id: "basemap/shadow",
      type: "fill",
      source: DETAIL,
      "source-layer": "shadow",
      minzoom: 9,
      paint: {
        "fill-color": isDark ? "#000000" : mix(palette.label, "#3a2f4a", 0.3),
        "fill-opacity": isDark ? shadowStep * 1.5 : shadowStep,
        "fill-antialias": false,
      },
    },
    {
      id: "basemap/light",
      type: "fill",
      source: DETAIL,
      "source-layer": "light",
      minzoom: 9,
      paint: {
        "fill-color": isDark ? mix(palette.waterLine, "#ffffff", 0.4) : "#ffffff",
        "fill-opacity": isDark ? lightStep * 0.14 : lightStep * 0.5,
        "fill-antialias": false,
      },
    },
    {
      id: "basemap/contour",
      type: "line",
      source: DETAIL,
      "source-layer": "contour",
      minzoom: look === "relief" ? 11 : 13,
      paint: {
        "line-color": look === "relief" ? mix(palette.label, palette.land, 0.45) : palette.parcel,
        // By zoom, as rivers are: the same program draws both.
        "line-width": [
          "interpolate",
          ["linear"],
          ["zoom"],
          11,
          ["case", ["get", "isMain"], 0.9, 0.45],
          18,
          ["case", ["get", "isMain"], 1.2, 0.6],
        ],
        "line-opacity": look === "relief" ? 0.55 : 0.5,
      },
    },
    {
      id: "basemap/shore-far",
      type: "line",
      source: WORLD,
      "source-layer": "land",
      maxzoom: 7,
      paint: { "line-color": palette.waterLine, "line-width": 0.7 },
    },
    {
      id: "basemap/shore",
      type: "line",
      source: WORLD,
      "source-layer": "land",
      minzoom: 7,
      filter: ["!", ["has", "isDetailed"]],
      paint: { "line-color": palette.waterLine, "line-width": 0.8 },
    },
    {
      id: "basemap/shore-detail",
      type: "line",
      source: DETAIL,
      "source-layer": "land",
      minzoom: 7,
      paint: { "line-color": palette.waterLine, "line-width": ["interpolate", ["linear"], ["zoom"], 7, 0.7, 14, 1.4] },
    },
  ];
  return layers;
}

/** Rivers, plots and houses, drawn above the colours of the data, so that a plan stays readable under its zones. */
export function basemapPlots({ palette, look }: BasemapLook): LayerSpecification[] {
  return [
    {
      id: "basemap/river",
      type: "line",
      source: DETAIL,
      "source-layer": "river",
      layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": mix(palette.water, palette.waterLine, 0.6),
        "line-width": [
          "interpolate",
          ["exponential", 1.5],
          ["zoom"],
          9,
          ["match", ["get", "rank"], 1, 1.4, 0.6],
          14,
          ["match", ["get", "rank"], 1, 5, 2, 3, 1.6],
          18,
          ["match", ["get", "rank"], 1, 22, 2, 14, 8],
        ],
      },
    },
    {
      id: "basemap/parcel",
      type: "line",
      source: DETAIL,
      "source-layer": "parcel",
      minzoom: look === "plan" ? 14 : 15.5,
      paint: {
        "line-color": palette.parcel,
        "line-width": ["interpolate", ["linear"], ["zoom"], 14, 0.4, 17, 1],
        "line-opacity": look === "relief" ? 0.5 : 1,
      },
    },
    {
      id: "basemap/building",
      type: "fill",
      source: DETAIL,
      "source-layer": "building",
      minzoom: 13,
      paint: {
        "fill-color": palette.built,
        "fill-outline-color": look === "plan" ? palette.builtLine : mix(palette.built, palette.builtLine, 0.45),
        "fill-opacity": ["interpolate", ["linear"], ["zoom"], 13, 0.5, 14.5, 1],
      },
    },
  ];
}
