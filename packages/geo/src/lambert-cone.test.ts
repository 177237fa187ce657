import { expect, it } from "vitest";
import { LAMBERT_93, project } from "./lambert-cone.ts";

// Computed by PROJ 9 from EPSG:4171 to EPSG:2154.
it.each([
  [3, 46.5, 700000, 6600000],
  [-5.25, 46.45, 67880.9027153044, 6627499.22200789],
  [2.3499, 48.853, 652296.973146007, 6861636.3585152],
  [7.75, 48.58, 1050163.94355659, 6841622.71548826],
  [9.4, 42, 1230763.41153394, 6121459.78028462],
])("Lambert-93 of %d, %d is exact to the millimetre", (lon, lat, east, north) => {
  const [x, y] = project(LAMBERT_93, lon, lat);
  expect(Math.abs(x - east)).toBeLessThan(0.0005);
  expect(Math.abs(y - north)).toBeLessThan(0.0005);
});
