import { expect, it } from "vitest";
import { clickedPlace, typedPlace } from "./tried-place.ts";

it("reads coordinates as people type them, latitude first", () => {
  const point = (lat: number, lon: number) => ({ kind: "point", lat, lon, precision: "exact" });
  expect(typedPlace("43.83, 4.35")).toEqual(point(43.83, 4.35));
  expect(typedPlace("43,83 ; 4,35")).toEqual(point(43.83, 4.35));
  expect(typedPlace(" -21.1 55.5 ")).toEqual(point(-21.1, 55.5));
  expect(typedPlace("43.83,4.35")).toEqual(point(43.83, 4.35));
  expect(typedPlace("51.4778 -1.2E-05")).toEqual(point(51.4778, -1.2e-5));
  expect(typedPlace("43,83")).toBeNull();
  expect(typedPlace("91, 4")).toBeNull();
  expect(typedPlace("12 rue de la Paix")).toBeNull();
  expect(typedPlace("")).toBeNull();
});

it("reads identifiers of parcels", () => {
  expect(typedPlace("Parcelle 12")).toBeNull();
  expect(typedPlace("30014000ab0012, 30014000AB0013")).toEqual({ kind: "parcels", ids: ["30014000AB0012", "30014000AB0013"] });
});

it("keeps a click inside the world", () => {
  expect(clickedPlace({ lng: 184.35, lat: 89 })).toMatchObject({ lon: -175.65, lat: 85 });
});
