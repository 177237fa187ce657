import { expect, test } from "vitest";
import { readStyleFile } from "../read-style-file.ts";
import { zones } from "../testing/zones.ts";

type Geometry = "point" | "line" | "polygon";
const read = (geometry: Geometry, ...layers: object[]) =>
  readStyleFile(
    Buffer.from(
      JSON.stringify({ version: 8, sources: {}, layers: layers.map((layer, index) => ({ id: `l${index}`, source: "s", ...layer })) }),
    ),
    zones(geometry),
  );

test("old functions and old filters are read as expressions", () => {
  const { style } = read("polygon", {
    type: "fill",
    filter: ["in", "typezone", "U", "A"],
    paint: {
      "fill-color": {
        property: "typezone",
        type: "categorical",
        stops: [
          ["U", "red"],
          ["A", "rgb(255, 255, 0)"],
        ],
      },
      "fill-opacity": 0.4,
    },
  });
  expect(style).toMatchObject({
    kind: "categorised",
    column: "typezone",
    categories: [
      { value: "U", colour: "#ff0000" },
      { value: "A", colour: "#ffff00" },
    ],
    isOtherHidden: true,
    appearance: { opacity: 0.4 },
  });
});

test("a layer for each class, as many styles have them, becomes classes", () => {
  const class_ = (value: string, colour: string) => ({
    type: "line",
    filter: ["==", ["get", "typezone"], value],
    paint: { "line-color": colour, "line-width": 3 },
  });
  expect(read("line", class_("U", "#ff0000"), class_("A", "#00ff00")).style).toMatchObject({
    kind: "categorised",
    categories: [
      { value: "U", colour: "#ff0000" },
      { value: "A", colour: "#00ff00" },
    ],
    isOtherHidden: true,
  });
});

test("a continuous ramp becomes classes between its stops", () => {
  const { style } = read("polygon", {
    type: "fill",
    paint: { "fill-color": ["interpolate", ["linear"], ["get", "surface"], 0, "#000000", 10, "#646464", 20, "#c8c8c8"] },
  });
  expect(style.kind === "graduated" && style.stops.map(({ from, colour }) => [from, colour])).toEqual([
    [0, "#323232"],
    [10, "#969696"],
    [20, "#c8c8c8"],
  ]);
});

test("conditions of `case` become classes of numbers", () => {
  const { style } = read("point", {
    type: "circle",
    paint: { "circle-color": ["case", ["<", ["get", "niveau"], 2], "#00ff00", ["<", ["get", "niveau"], 4], "#ffaa00", "#ff0000"] },
  });
  expect(style.kind === "graduated" && style.stops.map(({ from, colour }) => [from, colour])).toEqual([
    [0, "#00ff00"],
    [2, "#ffaa00"],
    [4, "#ff0000"],
  ]);
});

test("tokens and `format` become templates of labels; a casing is seen below its line", () => {
  const text = {
    type: "symbol",
    minzoom: 12,
    layout: { "text-field": "{libelle} – {typezone}", "text-size": 14 },
    paint: { "text-color": "#111111" },
  };
  expect(read("polygon", { type: "fill", paint: { "fill-color": "#ff0000" } }, text).style).toMatchObject({
    label: { column: "libelle", template: "{libelle} – {typezone}", sizePx: 14, colour: "#111111", minZoom: 12, haloPx: 0 },
  });
  const line = (colour: string, width: number) => ({ type: "line", paint: { "line-color": colour, "line-width": width } });
  expect(read("line", line("#000000", 6), line("#ffff00", 4)).style).toMatchObject({
    appearance: { colour: "#ffff00", widthPx: 4, outline: "#000000", outlinePx: 1 },
  });
});

test("of a whole map the layers of the same name are read, and the others are named", () => {
  const { style, notes } = read(
    "polygon",
    { type: "background", paint: {} },
    { type: "fill", "source-layer": "water", paint: { "fill-color": "#0000ff" } },
    { type: "line", "source-layer": "water", paint: {} },
    { type: "fill", "source-layer": "zones", paint: { "fill-color": "#00ff00" } },
  );
  expect(style).toMatchObject({ appearance: { colour: "#00ff00" } });
  expect(notes).toEqual([{ code: "layers-others", params: { name: "zones", count: 1 } }]);
});

test("sources that gather points are clusters, icons of a sprite the nearest of ours", () => {
  const file = {
    version: 8,
    sources: { s: { type: "geojson", cluster: true, data: {} } },
    layers: [
      {
        id: "a",
        type: "circle",
        source: "s",
        filter: ["has", "point_count"],
        paint: { "circle-color": "#aa0000", "circle-radius": ["step", ["get", "point_count"], 20, 100, 30] },
      },
      {
        id: "b",
        type: "circle",
        source: "s",
        filter: ["!", ["has", "point_count"]],
        paint: { "circle-color": "#00aa00", "circle-radius": 4 },
      },
    ],
  };
  expect(readStyleFile(Buffer.from(JSON.stringify(file)), zones("point")).style).toMatchObject({
    kind: "clusters",
    clusterColour: "#aa0000",
    appearance: { colour: "#00aa00", radiusPx: 4 },
  });
  const { style, notes } = read("point", { type: "symbol", layout: { "icon-image": "maki-school-15" } });
  expect(style).toMatchObject({ appearance: { icon: "school" } });
  expect(notes).toEqual([{ code: "svg-icon", rule: 1, params: { name: "maki-school-15", icon: "school" } }]);
});
