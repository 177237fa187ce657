import type { LonLat } from "@archipel/geo/geodesic.ts";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { drawnPoints, type PointsAction, reducePoints } from "./drawn-points.ts";
import { areaText, azimuthText, geoJsonOf, lambert93, lengthText, measured, sexagesimal } from "./figures.ts";
import { decodeLine, encodeLine, MOST_PLACES } from "./line-code.ts";

const square: LonLat[] = [
  [2, 48],
  [2, 48.001],
  [2.001, 48.001],
  [2.001, 48],
];

describe("a line in the address", () => {
  const place = fc.tuple(fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }), fc.integer({ min: -850_000_000, max: 850_000_000 }));
  it("comes back to the centimetre, in letters that addresses do not change", () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 20 }), (units) => {
        const line = units.map(([lon, lat]): LonLat => [lon / 1e7, lat / 1e7]);
        const text = encodeLine(line);
        expect(encodeURIComponent(text)).toBe(text);
        expect(decodeLine(text)).toEqual(line);
      }),
    );
  });

  it("has few letters, and a limit", () => {
    expect(encodeLine(square).length).toBeLessThan(45);
    const long = Array.from({ length: MOST_PLACES + 20 }, (_, index): LonLat => [index / 1000, 0]);
    expect(decodeLine(encodeLine(long))).toHaveLength(MOST_PLACES);
  });

  it.each([undefined, "", "é", "AA%20", "_", "99999999999999A"])("is empty for what is not one: %s", (text) => {
    expect(decodeLine(text)).toEqual([]);
  });
});

describe("drawn places", () => {
  const run = (...actions: PointsAction[]) => actions.reduce(reducePoints, drawnPoints([]));
  const [a, b, c] = square as [LonLat, LonLat, LonLat, LonLat];

  it("are added, moved, inserted and removed, and each step can be undone", () => {
    const added = run({ type: "added", place: a }, { type: "added", place: c });
    const inserted = reducePoints(added, { type: "inserted", index: 1, place: b });
    expect(inserted.points).toEqual([a, b, c]);
    const removed = reducePoints(inserted, { type: "removed", index: 0 });
    expect(removed.points).toEqual([b, c]);
    expect(reducePoints(removed, { type: "undone" }).points).toEqual([a, b, c]);
    expect(reducePoints(reducePoints(inserted, { type: "cleared" }), { type: "undone" }).points).toEqual([a, b, c]);
    expect(run({ type: "undone" }, { type: "cleared" })).toEqual(drawnPoints([]));
  });

  it("begin another drawing once the first one was ended, and undo returns to the first one", () => {
    const ended = run({ type: "added", place: a }, { type: "added", place: b }, { type: "ended" });
    expect(ended.points).toEqual([a, b]);
    const another = reducePoints(ended, { type: "added", place: c });
    expect(another).toMatchObject({ points: [c], isEnded: false });
    expect(reducePoints(another, { type: "undone" }).points).toEqual([a, b]);
    expect(run({ type: "added", place: a }, { type: "ended" }, { type: "added", place: b }).points).toEqual([a, b]);
  });

  it("undo takes a move back as a whole", () => {
    const moved = run(
      { type: "added", place: a },
      { type: "moved", index: 0, place: b, isContinued: false },
      { type: "moved", index: 0, place: c, isContinued: true },
    );
    expect(moved.points).toEqual([c]);
    expect(reducePoints(moved, { type: "undone" }).points).toEqual([a]);
  });
});

describe("figures", () => {
  it("has a length for a line, an area and a perimeter for a ring", () => {
    expect(measured("distance", square).area).toBeNull();
    const { area, perimeter, metres } = measured("area", square);
    // 74.6 m by 111.2 m.
    expect(area).toBeGreaterThan(8280);
    expect(area).toBeLessThan(8320);
    expect(perimeter).toBeGreaterThan(metres);
    expect(measured("area", square.slice(0, 2)).area).toBeNull();
  });

  it("writes lengths to the centimetre, then to the metre; areas in m², ha, km²", () => {
    expect(lengthText("fr", 12.345)).toBe("12,35\u00a0m");
    expect(lengthText("en", 12_345.6)).toBe("12.346\u00a0km");
    expect([9_999.94, 12_345, 2_500_000].map((area) => areaText("en", area))).toEqual([
      "9,999.9\u00a0m²",
      "1.2345\u00a0ha",
      "2.5\u00a0km²",
    ]);
    expect(azimuthText("fr", 359.96)).toBe("0°");
  });

  it("writes minutes and seconds without 60″", () => {
    expect(sexagesimal("fr", [-5.25, 46.45])).toBe("46°27′00,000″\u00a0N, 5°15′00,000″\u00a0O");
    expect(sexagesimal("en", [2 - 1e-9, -48.5])).toBe("48°30′00.000″\u00a0S, 2°00′00.000″\u00a0E");
  });

  it("has Lambert-93 in France only", () => {
    expect(lambert93([3, 46.5])?.map(Math.round)).toEqual([700_000, 6_600_000]);
    expect(lambert93([55.5, -21])).toBeNull();
  });

  test("GeoJSON closes rings and turns them counter-clockwise", () => {
    expect(geoJsonOf("area", square)).toMatchObject({
      features: [{ geometry: { type: "Polygon", coordinates: [[square[0], square[3], square[2], square[1], square[0]]] } }],
    });
    expect(geoJsonOf("distance", square.slice(0, 2))).toMatchObject({
      features: [{ properties: { length_m: expect.closeTo(111.2, 0) }, geometry: { type: "LineString" } }],
    });
    expect(geoJsonOf("place", square.slice(0, 1))).toMatchObject({ features: [{ geometry: { type: "Point", coordinates: [2, 48] } }] });
  });
});
