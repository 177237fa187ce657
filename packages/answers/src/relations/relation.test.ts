import fc from "fast-check";
import { expect, test } from "vitest";
import { area, atBorder, PLACE_M2, pointAt } from "../testing/make-readings.ts";
import { type Extent, type Figures, NOTHING } from "./figures.ts";
import { printShare } from "./print-share.ts";
import { relationOf } from "./relation.ts";
import { toleranceOf } from "./tolerance.ts";

const limits = { place: { on: "geometry" as const }, minAreaM2: 1, minLengthM: 1 };
const ring = { ...limits, place: { on: "geometry" as const, ringM: 500 } };
const line = (lengthM: number): Figures => {
  const extent: Extent = { ...NOTHING, lengthM };
  return { shape: "line", now: extent, grown: extent, shrunk: extent, coversPlace: false, distanceM: 0 };
};
const kindOf = (figures: Figures, of = limits, placeM2 = PLACE_M2) => relationOf(figures, of, placeM2, 2.5)?.kind ?? null;

test("the tolerance is the accuracy, half a millimetre on the map, and at least a metre", () => {
  expect(toleranceOf({ scaleDenominator: 5_000 })).toBe(2.5);
  expect(toleranceOf({ scaleDenominator: 50_000 })).toBe(25);
  expect(toleranceOf({ scaleDenominator: 500, accuracyM: 0.1 })).toBe(1);
  expect(toleranceOf({ scaleDenominator: 5_000, accuracyM: 10 })).toBe(10);
});

test("an area contains the place or a part of it, a line crosses it, a point is on it", () => {
  expect(relationOf(area(PLACE_M2), limits, PLACE_M2, 2.5)).toEqual({ kind: "contains", areaM2: 1_000, share: 1, toleranceM: 2.5 });
  expect(relationOf(area(250), limits, PLACE_M2, 2.5)).toEqual({ kind: "partly", areaM2: 250, share: 0.25, toleranceM: 2.5 });
  expect(relationOf(line(12), limits, PLACE_M2, 2.5)).toEqual({ kind: "crosses", lengthM: 12, toleranceM: 2.5 });
  const on: Figures = { ...pointAt(0), now: { ...NOTHING, count: 1 }, grown: { ...NOTHING, count: 1 }, shrunk: { ...NOTHING, count: 1 } };
  expect(kindOf(on)).toBe("on");
  const inside: Figures = { ...area(0), now: { ...NOTHING, count: 1 }, grown: { ...NOTHING, count: 1 }, shrunk: { ...NOTHING, count: 1 } };
  expect(relationOf(inside, limits, 0, 2.5)).toEqual({ kind: "contains", toleranceM: 2.5 });
});

test("a touch without area, and less than a square metre or a metre, is no hit", () => {
  expect(kindOf(area(0))).toBeNull();
  expect(kindOf(area(0.4))).toBeNull();
  expect(kindOf(area(0.4), { ...limits, minAreaM2: 0 })).toBe("partly");
  expect(kindOf(line(0.9))).toBeNull();
});

test("what depends on the tolerance is a border, on either side of it", () => {
  expect(kindOf(atBorder())).toBe("border");
  expect(kindOf(atBorder(3))).toBe("border");
  expect(relationOf(atBorder(3), limits, PLACE_M2, 2.5)).toMatchObject({ areaM2: 3, share: 0.003 });
});

test("what is outside counts within its ring only, and a commune has no distance", () => {
  expect(relationOf(pointAt(120), ring, PLACE_M2, 2.5)).toEqual({ kind: "near", distanceM: 120, toleranceM: 2.5 });
  expect(kindOf(pointAt(501), ring)).toBeNull();
  expect(kindOf(pointAt(120))).toBeNull();
  const commune = { ...limits, place: { on: "communeCode" as const, field: "code_insee" } };
  expect(relationOf(pointAt(120), commune, PLACE_M2, 2.5)).toEqual({ kind: "commune", toleranceM: 2.5 });
});

test("shares are rounded to a tenth, and 0 % and 100 % are exact", () => {
  const [thin, plain] = ["\u202f", "\u00a0"];
  const fr = (share: number) => printShare("fr", share).replaceAll(thin, plain);
  expect(fr(0.96348)).toBe("96,3\u00a0%");
  expect(fr(0.0004)).toBe("<\u00a00,1\u00a0%");
  expect(fr(0.9996)).toBe(">\u00a099,9\u00a0%");
  expect([fr(0), fr(1)]).toEqual(["0\u00a0%", "100\u00a0%"]);
  expect(printShare("en", 0.0004)).toBe("<\u00a00.1%");
  expect(printShare("en", 1 - Number.EPSILON)).toBe(">\u00a099.9%");
});

test("a share that is not the whole place is never printed as all or nothing", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (share) => {
      expect(printShare("en", share)).not.toMatch(/^(0|100)%$/);
    }),
  );
});

/** Figures of a strip from x0 to x1 and a place from p to p + width, both as high as the place: measured exactly. */
function stripFigures([x0, x1]: readonly [number, number], p: number, width: number, height: number, toleranceM: number): Figures {
  const common = (a0: number, a1: number, b0: number, b1: number) => Math.max(0, Math.min(a1, b1) - Math.max(a0, b0));
  const extent = (length: number): Extent => ({ ...NOTHING, areaM2: length * height });
  const shrunkPlace = common(x0, x1, p + toleranceM, p + width - toleranceM);
  const shrunkStrip = common(x0 + toleranceM, x1 - toleranceM, p, p + width);
  return {
    shape: "area",
    now: extent(common(x0, x1, p, p + width)),
    grown: extent(common(x0, x1, p - toleranceM, p + width + toleranceM)),
    shrunk: extent(Math.max(shrunkPlace, shrunkStrip)),
    coversPlace: x0 <= p && x1 >= p + width,
    distanceM: Math.max(0, x0 - (p + width), p - x1),
  };
}

test("moving a place by less than the tolerance never turns a hit into nothing", () => {
  const metres = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  fc.assert(
    fc.property(
      metres(-60, 60),
      metres(1, 80),
      metres(1, 60),
      metres(1, 40),
      metres(1, 25),
      metres(-1, 1),
      (p, strip, width, height, tolerance, move) => {
        const at = (place: number) =>
          relationOf(stripFigures([0, strip], place, width, height, tolerance), limits, width * height, tolerance);
        const [before, after] = [at(p), at(p + move * tolerance)];
        if (before && before.kind !== "border") expect(after).not.toBeNull();
        // And back: what became nothing was at most uncertain.
        if (!after && before) expect(before.kind).toBe("border");
      },
    ),
  );
});
