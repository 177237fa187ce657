import { expect, it } from "vitest";
import { decodeConditions, encodeConditions } from "./conditions.ts";
import { initialState, type LayerState, reduce } from "./map-state.ts";

const id = "0190c6d2-0000-7000-8000-a1b2c3d4e5f6";
const start = initialState([{ id, isVisible: true }], { lon: 0, lat: 0, zoom: 1 });
const conditions = [
  { column: "type:zone;é", operator: "is" as const, values: ["U", "a,b;c:d|%", "À"] },
  { column: "surface", operator: "at-least" as const, values: ["500"] },
  { column: "nom", operator: "filled" as const, values: [] },
];

it("reads back the conditions that it wrote", () => {
  const { layers } = reduce(start, { type: "filtered", layerId: id, conditions });
  const text = encodeConditions(layers);
  expect(text.startsWith("a1b2c3d4e5f6:type%3Azone")).toBe(true);
  expect(decodeConditions(text, start.layers)[0]?.conditions).toEqual(conditions);
  expect(encodeConditions(reduce(start, { type: "filtered", layerId: id, conditions: [] }).layers)).toBe("");
});

it("leaves out what it cannot read, and conditions of unknown layers", () => {
  const read = (text: string): LayerState["conditions"] => decodeConditions(text, start.layers)[0]?.conditions;
  for (const text of ["", "x", "a1b2c3d4e5f6:nom:like:x", "ffffffffffff:nom:is:x", "a1b2c3d4e5f6:nom:is:", "a1b2c3d4e5f6:%E0:is:x"])
    expect(read(text), text).toBeUndefined();
  expect(read("a1b2c3d4e5f6:nom:is:x;oops")).toHaveLength(1);
});
