import { expect, it } from "vitest";
import { viewAround } from "./view-around.ts";

it("shows all of an extent around its centre, and no point nearer than a street", () => {
  for (const width of [0, 0.001, 0.1, 5, 360]) {
    const { zoom } = viewAround([2, 46, 2 + width, 46]);
    // A map of 512 pixels at zoom 0 shows the whole earth.
    expect(360 / 2 ** zoom).toBeGreaterThanOrEqual(Math.min(width, 359) * 0.9);
    expect(zoom).toBeLessThanOrEqual(16);
  }
  expect(viewAround([2, 46, 2.1, 46.05])).toMatchObject({ lon: 2.05, lat: 46.025 });
});

it("is a view that a map can show, also of an extent that ends at a pole", () => {
  expect(viewAround([-180, 80, 180, 90])).toMatchObject({ lon: 0, lat: 85, zoom: 0 });
});
