import { basemapStyle } from "@archipel/map-style/basemap-style.ts";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import type { StyleSpecification } from "maplibre-gl";
import { describe, expect, it } from "vitest";
import { initialState, reduce } from "../model/map-state.ts";
import { composeStyle } from "./compose-style.ts";
import type { MapLayer } from "./map-layer.ts";

const colour = "#888888";
const palette = { accent: "#b5482a", selection: "#b5482a", label: "#222222", labelHalo: "#ffffff" };
const basemap = basemapStyle(
  {
    look: "plan",
    mode: "light",
    font: "Inter Variable",
    palette: {
      land: colour,
      water: colour,
      waterLine: colour,
      wood: colour,
      built: colour,
      builtLine: colour,
      road: colour,
      roadCasing: colour,
      parcel: colour,
      boundary: colour,
      label: colour,
      labelHalo: colour,
    },
  },
  { world: "/basemap.json", detail: "/basemap/detail.json" },
);

function layer(id: string, geometry: MapLayer["geometry"]): MapLayer {
  return {
    id,
    name: `name-${id}`,
    title: id,
    geometry,
    style: { kind: "auto" },
    fields: [{ name: "nom", column: "nom", type: "text" }],
    datasetTitle: "",
    datasetSlug: "",
    isSynthetic: true,
    licence: "other",
    isVisible: true,
    featureCount: 1,
    bbox: [-6, 46, -5, 47],
    minZoom: 0,
    maxZoom: 14,
    revision: 3,
  };
}

const layers = [layer("top", "polygon"), layer("middle", "point"), layer("bottom", "line")];
const start = initialState(layers, { lon: 0, lat: 0, zoom: 1 });
const compose = (state: typeof start) => composeStyle({ basemap, layers, state, palette, font: "Inter Variable", locale: "fr" });
const order = (state: typeof start, ids: string[]) => ids.map((id) => compose(state).layers.findIndex((one) => one.id === id));

/** The errors that the style specification reports. */
function faults(style: StyleSpecification) {
  const absolute = structuredClone(style);
  for (const source of Object.values(absolute.sources))
    if (source.type === "vector" && source.tiles) source.tiles = source.tiles.map((url) => `https://a.test${url}`);
  return validateStyleMin(absolute);
}

describe("composeStyle", () => {
  it("makes a valid style with one source for each visible layer, with the revision in its address", () => {
    const style = compose(start);
    expect(faults(style)).toEqual([]);
    expect(style.sources["data-top"]).toMatchObject({ tiles: ["/tiles/top/{z}/{x}/{y}.mvt?r=3"], maxzoom: 14 });
    const off = compose(reduce(start, { type: "switched", layerId: "top", isOn: false }));
    expect(off.sources["data-top"]).toBeUndefined();
    expect(off.layers.some((one) => one.id.startsWith("data/top/"))).toBe(false);
  });

  it("draws the list's top over its bottom, areas under streets, lines and points under names", () => {
    const places = order(start, [
      "data/top/fill",
      "basemap/building",
      "data/bottom/line",
      "data/middle/circle",
      "data/top/outline",
      "basemap/town",
    ]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    const swapped = reduce(start, { type: "reordered", layerId: "bottom", index: 0 });
    const [line, fill] = order(swapped, ["data/bottom/line", "data/top/outline"]) as [number, number];
    expect(fill).toBeLessThan(line);
  });

  it("draws pictures over streets and under all data, those of one dataset over the next's", () => {
    const corners = [
      [2, 49],
      [3, 49],
      [3, 48],
      [2, 48],
    ] as const;
    const picture = (id: string) => ({ id, url: `https://a.test/${id}`, corners });
    const pictures = [
      { id: "photos", drawn: [picture("one"), picture("two")], outlined: [picture("far")] },
      { id: "relief", drawn: [picture("three")], outlined: [] },
      { id: "off", drawn: [picture("four")], outlined: [] },
    ];
    const listed = pictures.map(({ id }) => ({ id, isVisible: id !== "off", isUnder: true as const }));
    const state = reduce(initialState([...layers, ...listed], start.view), { type: "faded", layerId: "photos", opacity: 0.6 });
    const style = composeStyle({ basemap, layers, pictures, state, palette, font: "Inter Variable", locale: "fr" });
    const wanted = [
      "basemap/building",
      "picture/three",
      "picture/two",
      "picture/one",
      "pictures/photos",
      "pictures/photos/places",
      "data/top/fill",
      "data/bottom/line",
    ];
    const places = wanted.map((id) => style.layers.findIndex((one) => one.id === id));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(style.sources["picture-one"]).toMatchObject({ type: "image", coordinates: corners });
    expect(style.layers.find(({ id }) => id === "picture/one")).toMatchObject({ paint: { "raster-opacity": 0.6 } });
    expect(style.sources["picture-four"]).toBeUndefined();
    expect(faults(style)).toEqual([]);
  });

  it("leaves out the features that are being edited, in their layer only", () => {
    const style = composeStyle({
      basemap,
      layers,
      state: start,
      palette,
      font: "Inter Variable",
      locale: "fr",
      hidden: [{ layerId: "top", fid: 7 }],
    });
    const filterOf = (id: string) => JSON.stringify(style.layers.find((one) => one.id === id));
    expect(filterOf("data/top/fill")).toContain('["!",["in",["id"],["literal",[7]]]]');
    expect(filterOf("data/bottom/line")).not.toContain("literal");
    expect(faults(style)).toEqual([]);
  });

  it("highlights the selected feature last", () => {
    const style = compose(reduce(start, { type: "selected", hits: [{ layerId: "top", fid: 7 }] }));
    expect(style.layers.at(-1)).toMatchObject({ id: "selection/ring", filter: ["==", ["id"], 7] });
  });
});
