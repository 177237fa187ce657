import { describe, expect, it } from "vitest";
import { alongRamp, labDistance, toLab } from "./oklab.ts";
import { coloursOf, PALETTES, paletteOf } from "./palettes.ts";
import { confusedPairs, isSafeForAll, seenAs, VISIONS, visionFilter } from "./vision.ts";

const palette = (id: string) => {
  const found = paletteOf(id);
  if (!found) throw new Error(id);
  return found;
};

describe("palettes", () => {
  it("give as many colours as there are classes, in both directions", () => {
    for (const one of PALETTES) {
      for (const count of [1, 2, 5, 12]) {
        const colours = coloursOf(one, count);
        expect(colours, one.id).toHaveLength(count);
        expect(colours.every((colour) => /^#[0-9a-f]{6}$/.test(colour))).toBe(true);
        expect(coloursOf(one, count, true)).toEqual(colours.toReversed());
      }
    }
  });

  it("change lightness evenly from one end of a ramp to the other", () => {
    for (const one of PALETTES.filter(({ kind }) => kind === "sequential")) {
      const lightness = coloursOf(one, 7).map((colour) => toLab(colour)[0]);
      const steps = lightness.slice(1).map((value, index) => value - (lightness[index] ?? 0));
      expect(new Set(steps.map(Math.sign)).size, one.id).toBe(1);
      expect(Math.max(...steps.map(Math.abs)) / Math.min(...steps.map(Math.abs)), one.id).toBeLessThan(2.6);
    }
  });

  it("stay distinct for people of any colour vision, where they are marked so", () => {
    for (const one of PALETTES.filter(({ kind }) => kind === "sequential")) expect(isSafeForAll(coloursOf(one, 5)), one.id).toBe(true);
    for (const id of ["blue-red", "violet-green", "brown-teal"]) expect(isSafeForAll(coloursOf(palette(id), 7)), id).toBe(true);
    expect(isSafeForAll(coloursOf(palette("okabe-ito"), 7))).toBe(true);
    expect(isSafeForAll(["#cc4444", "#888822"])).toBe(false);
  });
});

describe("simulation of colour vision", () => {
  it("keeps white, black and greys", () => {
    for (const vision of VISIONS) {
      for (const grey of ["#ffffff", "#000000", "#808080"]) expect(labDistance(seenAs(grey, vision), grey)).toBeLessThan(0.005);
    }
  });

  it("confuses the colours that these people confuse", () => {
    expect(confusedPairs(["#c0504d", "#7d7d1e"], "deuteranopia")).toEqual([[0, 1]]);
    expect(confusedPairs(["#0072b2", "#e69f00"], "deuteranopia")).toEqual([]);
    expect(confusedPairs(["#0072b2", "#e69f00"], "protanopia")).toEqual([]);
    expect(labDistance(seenAs("#009e73", "tritanopia"), seenAs("#0072b2", "tritanopia"))).toBeLessThan(labDistance("#009e73", "#0072b2"));
    const [first = "", second = ""] = [seenAs("#d2691e", "grey"), seenAs("#00ff00", "grey")];
    expect(first.slice(1, 3)).toBe(first.slice(5));
    expect(first).not.toBe(second);
  });

  it("gives the same numbers to the page's filter", () => {
    expect(visionFilter("grey").split(" ")).toHaveLength(20);
    expect(visionFilter("protanopia").startsWith("0.152286 1.052583 -0.204868 0 0 ")).toBe(true);
  });
});

it("mixes colours in steps that look equal", () => {
  const ramp = [0, 0.25, 0.5, 0.75, 1].map((share) => alongRamp(["#000000", "#ffffff"], share));
  expect(ramp[0]).toBe("#000000");
  expect(ramp[4]).toBe("#ffffff");
  const lightness = ramp.map((colour) => toLab(colour)[0]);
  for (const [index, value] of lightness.entries()) expect(value).toBeCloseTo(index / 4, 1);
});
