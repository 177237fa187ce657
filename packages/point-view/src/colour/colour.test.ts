import { describe, expect, it } from "vitest";
import { classColour } from "./classes.ts";
import { paletteBytes, RETURN_SHARES, rampColour, returnKind } from "./ramps.ts";

const LIDAR_HD = [1, 2, 3, 4, 5, 6, 9, 17, 64, 65, 66, 67];

describe("colours of classes", () => {
  it("of LiDAR HD differ from each other, and are no background", () => {
    const colours = LIDAR_HD.map(classColour);
    for (const [i, a] of colours.entries()) {
      expect(Math.max(...a)).toBeGreaterThan(90);
      for (const b of colours.slice(i + 1)) expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThan(30);
    }
  });

  it("exist for every code", () => {
    for (let code = 0; code < 256; code++) expect(classColour(code)).toHaveLength(3);
  });
});

describe("the palette of the card", () => {
  it("hides classes, and has the colours of the legend", () => {
    const bytes = paletteBytes("elevation", new Set([5]));
    expect(bytes[4 * 5 + 3]).toBe(0);
    expect(bytes[4 * 2 + 3]).toBe(255);
    expect([...bytes.slice(4 * 2, 4 * 2 + 3)]).toEqual([...classColour(2)]);
    expect([...bytes.slice(4 * 256, 4 * 256 + 3)]).toEqual([...rampColour("heights", 0)]);
    expect([...bytes.slice(4 * 511, 4 * 511 + 3)]).toEqual([...rampColour("heights", 1)]);
  });

  it("has one colour for each kind of return, as the shader reads it", () => {
    const bytes = paletteBytes("return", new Set());
    const shown = RETURN_SHARES.map((share) =>
      [...bytes.slice(4 * (256 + Math.floor(share * 255)), 4 * (256 + Math.floor(share * 255)) + 3)].join(),
    );
    expect(new Set(shown).size).toBe(4);
    expect(shown).toEqual(RETURN_SHARES.map((share) => rampColour("returns", share).join()));
  });
});

describe("heights", () => {
  it("get lighter from low to high", () => {
    const light = Array.from({ length: 30 }, (_, i) => rampColour("heights", i / 29)).map(
      ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b,
    );
    expect(light.at(-1)).toBeGreaterThan((light[0] as number) + 100);
    for (const [i, value] of light.entries()) expect(value).toBeGreaterThan((light[i - 1] ?? 0) - 30);
  });
});

describe("kinds of returns", () => {
  it("are only, first, between and last", () => {
    expect([returnKind(1, 1), returnKind(1, 3), returnKind(2, 3), returnKind(3, 3), returnKind(0, 0)]).toEqual([0, 1, 2, 3, 0]);
  });
});
