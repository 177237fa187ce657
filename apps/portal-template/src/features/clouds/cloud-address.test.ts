import { COLOURINGS } from "@archipel/point-view/draw/point-look.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BEFORE, type CloudAddress, GROUND_ALONE, GROUNDS, readAddress, writeAddress } from "./cloud-address.ts";

const tenths = (min: number, max: number) => fc.integer({ min: min * 10, max: max * 10 }).map((value) => value / 10);

const camera = fc.record({
  target: fc.tuple(tenths(-1e6, 1e6), tenths(0, 7e6), tenths(-100, 5000)),
  distance: tenths(1, 50_000),
  azimuth: tenths(0, 359),
  tilt: tenths(0, 88),
});

describe("the address of the viewer", () => {
  it("is read back as it was written", () => {
    const addresses = fc.record({
      camera: fc.option(camera, { nil: null }),
      colouring: fc.option(fc.constantFrom(...COLOURINGS), { nil: null }),
      hidden: fc.uniqueArray(fc.integer({ min: 0, max: 255 })).map((codes) => codes.toSorted((a, b) => a - b)),
      heights: fc.option(fc.tuple(tenths(-100, 1000), tenths(1001, 5000)), { nil: null }),
      isShaded: fc.boolean(),
      budget: fc.option(fc.integer({ min: 1, max: 4_000_000 }), { nil: null }),
      around: fc.option(
        fc
          .tuple(fc.array(fc.tuple(tenths(-1e6, 1e6), tenths(0, 7e6)), { minLength: 3, maxLength: 9 }), tenths(-100, 5000))
          .map(([corners, height]) => corners.map(([x, y]) => [x, y, height])),
        { nil: null },
      ),
      ring: fc.option(fc.array(fc.tuple(tenths(-3, 3), tenths(-3, 3)), { minLength: 3, maxLength: 20 }), { nil: null }),
      ground: fc.option(fc.constantFrom(...GROUNDS), { nil: null }),
      hasNames: fc.boolean(),
      box: fc.option(
        fc.tuple(camera, fc.tuple(tenths(1, 900), tenths(1, 900), tenths(1, 90))).map(([{ target }, sides]) => ({
          min: target,
          max: target.map((value, axis) => Number((value + (sides[axis] ?? 0)).toFixed(1))),
        })),
        { nil: null },
      ),
      beside: fc.option(fc.oneof(fc.constantFrom(BEFORE, GROUND_ALONE), fc.uuid()), { nil: null }),
      limit: fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 10 / 100),
      path: fc.option(fc.array(camera, { minLength: 1, maxLength: 24 }), { nil: null }),
      flies: fc.boolean(),
      at: fc.constant(null),
    }) as fc.Arbitrary<CloudAddress>;
    fc.assert(
      fc.property(addresses, (address) => {
        const { search, hash } = new URL(`https://portal.example/fr/points/a${writeAddress(address)}`);
        expect(readAddress(search, hash)).toEqual({ ...address, limit: address.beside ? address.limit : 0.5 });
      }),
    );
  });

  it("leaves out what is not valid", () => {
    const nothing = {
      camera: null,
      colouring: null,
      hidden: [],
      heights: null,
      isShaded: true,
      budget: null,
      around: null,
      ring: null,
      ground: null,
      hasNames: false,
      box: null,
      beside: null,
      limit: 0.5,
      path: null,
      flies: false,
      at: null,
    };
    expect(readAddress("", "")).toEqual(nothing);
    expect(readAddress("?c=<script>&hide=a,-1&z=9,2&points=-4", "#1,2,3,0,5,6")).toEqual(nothing);
    expect(readAddress("?ground=sea&with=../take&limit=101&box=1,2,3,4,5,3", "")).toEqual(nothing);
    expect(readAddress("?hide=1e99&z=Infinity,2", "#NaN,2,3,4,5,6")).toEqual(nothing);
    expect(readAddress("?path=1,2,3,4,5&fly=yes&at=200,3", "")).toEqual(nothing);
    expect(readAddress(`?path=${Array.from({ length: 150 }, () => 1).join(",")}`, "")).toEqual(nothing);
    expect(readAddress("?path=1,2,3,0,5,6", "")).toEqual(nothing);
    expect(readAddress("?ground=moon&names=yes", "")).toEqual(nothing);
    expect(readAddress("?at=-5.25,46.5", "")).toEqual({ ...nothing, at: [-5.25, 46.5] });
    expect(readAddress("?hide=3,4,700", "#1,2")).toEqual({ ...nothing, hidden: [3, 4] });
  });
});
