import type { Bbox } from "@archipel/geo/bbox.ts";
import { describe, expect, it } from "vitest";
import { type MapPicture, picturesInView } from "./pictures.ts";

function square(id: string, west: number, south: number, side: number): MapPicture {
  const [east, north] = [west + side, south + side];
  return {
    id,
    url: `/${id}`,
    corners: [
      [west, north],
      [east, north],
      [east, south],
      [west, south],
    ],
  };
}
const view: Bbox = [0, 0, 10, 10];
const ids = (pictures: readonly MapPicture[]) => pictures.map(({ id }) => id);

describe("picturesInView", () => {
  it("draws what is in or near the view, outlines what is too small, leaves out the rest", () => {
    const pictures = [square("in", 4, 4, 1), square("close", 11, 4, 1), square("far", 13, 4, 1), square("dot", 5, 5, 0.1)];
    const { drawn, outlined } = picturesInView(pictures, view);
    expect(ids(drawn)).toEqual(["in", "close"]);
    expect(ids(outlined)).toEqual(["dot"]);
  });

  it("draws a picture that is larger than the view", () => {
    expect(ids(picturesInView([square("huge", -100, -40, 150)], view).drawn)).toEqual(["huge"]);
  });

  it("draws at most forty, the nearest to the middle, in the order of the list; outlines the others", () => {
    const grid = Array.from({ length: 100 }, (_, at) => square(String(at), at % 10, Math.floor(at / 10), 1));
    const { drawn, outlined } = picturesInView(grid, view);
    expect([drawn.length, outlined.length]).toEqual([40, 60]);
    expect(ids(drawn)).toContain("44");
    expect(ids(outlined)).toContain("0");
    expect(ids(drawn).map(Number)).toEqual(
      ids(drawn)
        .map(Number)
        .toSorted((a, b) => a - b),
    );
  });
});
