import type { SavedState } from "@archipel/contracts/maps.ts";
import { expect, it } from "vitest";
import { layersOf, savedStateOf } from "./saved-state.ts";

const listed = [
  { id: "a", isVisible: true },
  { id: "b", isVisible: false },
  { id: "p", isVisible: false, isUnder: true as const },
];
const view = { lon: 2.12345678, lat: 46, zoom: 12.3456 };
const state: SavedState = {
  view: { lon: 2.123457, lat: 46, zoom: 12.35 },
  layers: [
    { id: "p", opacity: 1 },
    { id: "b", opacity: 0.4, confidenceAtLeast: 50 },
    { id: "gone", opacity: 1 },
  ],
  marker: null,
};

it("opens with the saved layers on, in their order, and every other off; layers that are gone are left out", () => {
  expect(layersOf(state, listed)).toEqual([
    { id: "b", isOn: true, opacity: 0.4, confidenceAtLeast: 50 },
    { id: "a", isOn: false, opacity: 1 },
    { id: "p", isOn: true, opacity: 1, isUnder: true },
  ]);
  expect(layersOf({ ...state, layers: [] }, listed).some(({ isOn }) => isOn)).toBe(false);
});

it("saves what is on, and reads it back the same", () => {
  const saved = savedStateOf({ view, layers: layersOf(state, listed), marker: { lon: 1, lat: 2, label: "x".repeat(300), parcels: ["1"] } });
  expect(saved.view).toEqual(state.view);
  expect(saved.layers.map(({ id }) => id)).toEqual(["b", "p"]);
  expect(saved.marker).toEqual({ lon: 1, lat: 2, label: "x".repeat(200) });
});
