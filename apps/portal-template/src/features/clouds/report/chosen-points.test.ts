import { outlineOf } from "@archipel/point-view/scene/volume-view.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";
import { VolumeTest } from "@archipel/pointcloud/selection/volume.ts";
import { describe, expect, it } from "vitest";
import { placeOf, pointsConcerned, shapeFromAbove } from "./chosen-points.ts";

const outline: Triple[] = [
  [652_100, 6_861_200, 35],
  [652_140, 6_861_200, 36],
  [652_120, 6_861_260, 40],
];
const chosen = {
  layerId: "0199f3a0-0000-7000-8000-000000000001",
  shape: shapeFromAbove(outline),
  heights: [30, 45] as const,
  classes: [5],
  problem: "class" as const,
  classification: 6,
  seen: new Map([[5, 12]]),
};

describe("points that a visitor chose", () => {
  it("are those over the outline and between the heights", () => {
    const { volume, seen } = pointsConcerned(chosen);
    const test = new VolumeTest(volume);
    expect(test.contains(652_120, 6_861_220, 40)).toBe(true);
    expect(test.contains(652_120, 6_861_220, 46)).toBe(false);
    expect(test.contains(652_101, 6_861_250, 40)).toBe(false);
    expect(test.classes).toEqual(new Set([5]));
    expect(seen).toEqual({ 5: 12 });
  });

  it("have their outline again, at their lowest height", () => {
    const again = outlineOf(pointsConcerned(chosen).volume);
    expect(again).toHaveLength(3);
    for (const [i, place] of (again ?? []).entries()) {
      expect(place[0]).toBeCloseTo(outline[i]?.[0] ?? 0, 6);
      expect(place[1]).toBeCloseTo(outline[i]?.[1] ?? 0, 6);
      expect(place[2]).toBe(30);
    }
  });

  it("are at the place of their middle, from the corners of the tile", () => {
    const box = { min: [652_000, 6_861_000, 0] as Triple, max: [653_000, 6_862_000, 0] as Triple };
    const corner = (lon: number, lat: number): [number, number] => [lon, lat];
    const footprint: [[number, number], [number, number], [number, number], [number, number]] = [
      corner(2.1, 48.02),
      corner(2.1, 48.01),
      corner(2.11, 48.01),
      corner(2.11, 48.02),
    ];
    const place = placeOf(outline, [{ box, footprint }]);
    expect(place?.lon).toBeCloseTo(2.1012, 6);
    expect(place?.lat).toBeCloseTo(48.0123, 6);
    expect(placeOf(outline, [{ box, footprint: null }])).toBeNull();
  });
});
