import { basemapStyle, SEA_LAYER, WORLD } from "@archipel/map-style/basemap-style.ts";
import { basemapPalette as palette } from "@archipel/map-style/testing/basemap-palette.ts";
import type { Map as MapLibreMap, StyleSpecification } from "maplibre-gl";
import { expect, test } from "vitest";
import { groundFirst, withoutSea } from "./ground-first.ts";

const { land: LAND, water: SEA } = palette;
const style = basemapStyle({ palette, look: "plan", mode: "light", font: "Inter" }, { world: "/w.json", detail: "/d.json" });

/** A map whose tiles come when the test says it, and which is elsewhere when the test says it. */
function fakeMap() {
  const handlers = new Map<string, (event: object) => void>();
  const state = { hasTiles: false, west: 0 };
  const canvas = { style: { backgroundColor: "" } };
  const map = {
    on: (name: string, handler: (event: object) => void) => handlers.set(name, handler),
    getCanvas: () => canvas,
    getSource: () => ({}),
    isSourceLoaded: () => state.hasTiles,
    areTilesLoaded: () => state.hasTiles,
    getBounds() {
      const { west } = state;
      return { getWest: () => west, getEast: () => west + 1, getSouth: () => 0, getNorth: () => 1 };
    },
  };
  const fire = (name: string, event: object = {}) => handlers.get(name)?.(event);
  return { map: map as unknown as MapLibreMap, state, fire, colour: () => canvas.style.backgroundColor };
}

test("what is drawn has no sea: it is the colour behind the canvas", () => {
  const { layers } = withoutSea(style);
  expect(layers.map(({ id }) => id)).not.toContain(SEA_LAYER);
  expect(layers).toHaveLength(style.layers.length - 1);
});

test("the land's colour is shown until the basemap has come, then the sea's", () => {
  const { map, state, fire, colour } = fakeMap();
  groundFirst(map, style);
  expect(colour()).toBe(LAND);
  fire("sourcedata", { sourceId: WORLD });
  expect(colour()).toBe(LAND);
  state.hasTiles = true;
  fire("sourcedata", { sourceId: WORLD });
  expect(colour()).toBe(SEA);
});

test("a jump to another region shows the land again until its tiles have come", () => {
  const { map, state, fire, colour } = fakeMap();
  groundFirst(map, style);
  fire("idle");
  Object.assign(state, { hasTiles: false, west: 40 });
  fire("moveend");
  expect(colour()).toBe(LAND);
  state.hasTiles = true;
  fire("sourcedata", { sourceId: WORLD });
  expect(colour()).toBe(SEA);
});

test("another style changes the colour at once", () => {
  const { map, fire, colour } = fakeMap();
  const ground = groundFirst(map, style);
  fire("idle");
  const dark = basemapStyle(
    { palette: { ...palette, water: "#101820" }, look: "plan", mode: "dark", font: "Inter" },
    { world: "", detail: "" },
  );
  expect(ground.shown(dark)).toEqual(withoutSea(dark));
  expect(colour()).toBe("#101820");
});

test("the style of an operator keeps its own background, and nothing is behind the canvas", () => {
  const own: StyleSpecification = { version: 8, sources: {}, layers: [{ id: SEA_LAYER, type: "background" }] };
  const { map, colour } = fakeMap();
  expect(groundFirst(map, own).shown(own)).toBe(own);
  expect(colour()).toBe("");
});
