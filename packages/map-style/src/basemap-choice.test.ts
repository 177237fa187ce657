import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { expect, it } from "vitest";
import { basemapColours, basemapOf, chosenBasemap } from "./basemap-choice.ts";
import { basemapStyle, FIRST_WAY_LAYER, SEA_LAYER } from "./basemap-style.ts";
import { basemapPalette as palette } from "./testing/basemap-palette.ts";

const urls = { world: "https://a.test/w", detail: "https://a.test/d" };
const plan = basemapStyle({ palette, look: "plan", mode: "light", font: "x" }, urls);
const spread = (colour: string) => {
  const channels = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
  return Math.max(...channels) - Math.min(...channels);
};

it("mutes colours to nearly grey, and leaves the plan as it is", () => {
  const muted = basemapColours(palette, "muted");
  for (const name of ["land", "water", "wood", "boundary"] as const)
    expect(spread(muted[name]), name).toBeLessThan(spread(palette[name]) / 2 + 1);
  expect(basemapColours(palette, "plan")).toBe(palette);
});

it("draws nothing but the ground without a basemap, and mutes an operator's style by a veil below its names", () => {
  const none = chosenBasemap(plan, "none", palette, true);
  expect(validateStyleMin(none)).toEqual([]);
  expect([Object.keys(none.sources), none.layers[0]?.id, none.layers.some(({ id }) => id === FIRST_WAY_LAYER)]).toEqual([
    [],
    SEA_LAYER,
    true,
  ]);
  expect(chosenBasemap(plan, "muted", palette, true)).toBe(plan);
  const veiled = chosenBasemap(plan, "muted", palette, false);
  expect(validateStyleMin(veiled)).toEqual([]);
  const veil = veiled.layers.findIndex(({ id }) => id === "basemap/veil");
  expect(veiled.layers[veil + 1]?.type).toBe("symbol");
});

it("reads the name of a basemap from an address", () => {
  expect([basemapOf("muted"), basemapOf("x"), basemapOf(undefined)]).toEqual(["muted", "plan", "plan"]);
});
