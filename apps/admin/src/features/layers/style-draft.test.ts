import { layerStyle } from "@archipel/map-style/layer-style.ts";
import { describe, expect, it } from "vitest";
import { categoriesFrom, stopsFrom } from "./style-draft.ts";

describe("categoriesFrom", () => {
  it("gives each value a colour and keeps what a person set before", () => {
    const before = [{ value: "N", colour: "#56aa02", label: "Naturelle" }];
    const categories = categoriesFrom(["U", null, "N"], before);
    expect(categories.map(({ value }) => value)).toEqual(["U", "N"]);
    expect(categories[1]).toEqual(before[0]);
  });

  it("keeps to the maximum number of classes of a style", () => {
    const categories = categoriesFrom(Array.from({ length: 200 }, (_, index) => index));
    expect(layerStyle.safeParse({ kind: "categorised", column: "c", categories }).success).toBe(true);
  });
});

describe("stopsFrom", () => {
  it("cuts a range into equal classes with rounded limits that cover the lowest value", () => {
    const stops = stopsFrom(12.34, 98_765, 5, "blue");
    expect(stops).toHaveLength(5);
    expect(stops[0]?.from).toBeLessThanOrEqual(12.34);
    expect(stops.map(({ from }) => from)).toEqual([0, 20_000, 40_000, 59_000, 79_000]);
    expect(new Set(stops.map(({ colour }) => colour)).size).toBe(5);
  });

  it("handles a column with one value", () => {
    expect(stopsFrom(7, 7, 3, "green").map(({ from }) => from)).toEqual([7, 8, 9]);
  });
});
