import { type LayerStyle, layerStyle } from "@archipel/map-style/layer-style.ts";
import { describe, expect, it } from "vitest";
import { changesBetween } from "./changes.ts";
import { categoriesFrom, FIRST_STOPS, stopsFrom } from "./first-style.ts";

const categories: LayerStyle = {
  kind: "categorised",
  column: "genre",
  categories: [
    { value: "U", colour: "#e60000" },
    { value: "N", colour: "#56aa02", label: "Naturelle" },
  ],
};
const between = (after: LayerStyle, before = categories) =>
  changesBetween({ title: "Zones", style: before }, { title: "Zones", style: after });

describe("changesBetween", () => {
  it("finds nothing in the same style, whatever its order of keys, version and absent members", () => {
    expect(between({ ...categories, version: 2, label: undefined, appearance: {} })).toEqual([]);
  });

  it("names the classes that come, go and change", () => {
    const after: LayerStyle = {
      ...categories,
      categories: [
        { value: "N", colour: "#56aa03", label: "Naturelle" },
        { value: "A", colour: "#ffff00" },
      ],
    };
    expect(between(after)).toEqual([
      { what: "classAdded", name: "A" },
      { what: "classRemoved", name: "U" },
      { what: "classChanged", name: "N" },
    ]);
    expect(between({ ...categories, categories: categories.kind === "categorised" ? categories.categories.toReversed() : [] })).toEqual([
      { what: "order" },
    ]);
  });

  it("names the kind, the field, the title, and parts of the style", () => {
    expect(between({ kind: "auto" })).toEqual([{ what: "kind", from: "categorised", to: "auto" }]);
    expect(between({ ...categories, column: "type", appearance: { opacity: 0.4 }, minZoom: 9 })).toEqual([
      { what: "column", from: "genre", to: "type" },
      { what: "appearance" },
      { what: "zooms" },
    ]);
    expect(changesBetween({ title: "A", style: categories }, { title: "B ", style: categories })).toEqual([
      { what: "title", from: "A", to: "B " },
    ]);
  });
});

describe("categoriesFrom", () => {
  it("gives each value a colour and keeps what a person set before", () => {
    const before = [{ value: "N", colour: "#56aa02", label: "Naturelle" }];
    const made = categoriesFrom(["U", null, "N"], before);
    expect(made.map(({ value }) => value)).toEqual(["U", "N"]);
    expect(made[1]).toEqual(before[0]);
  });

  it("keeps to the maximum number of classes of a style", () => {
    const made = categoriesFrom(Array.from({ length: 200 }, (_, index) => index));
    expect(layerStyle.safeParse({ kind: "categorised", column: "c", categories: made }).success).toBe(true);
  });
});

describe("stopsFrom", () => {
  it("colours the classes from light to strong, and keeps what a person set for a class that stays", () => {
    const before = [{ from: 10, colour: "#000000", label: "beaucoup", pattern: "dots" as const }];
    const stops = stopsFrom([0, 10, 20], before, { id: "viridis" });
    expect(stops.map(({ from }) => from)).toEqual([0, 10, 20]);
    expect(stops[1]).toMatchObject({ pattern: "dots" });
    expect(stops[0]?.colour).toBe("#440154");
    expect(stops[1]?.label).toBeUndefined();
  });

  it("gives a style its two classes when the field has one value, or none", () => {
    expect(stopsFrom([7], FIRST_STOPS, undefined).map(({ from }) => from)).toEqual([7, 8]);
    expect(stopsFrom([], FIRST_STOPS, undefined)).toHaveLength(2);
  });
});
