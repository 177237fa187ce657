import type { Marker } from "@archipel/map/model/map-state.ts";
import { expect, it } from "vitest";
import { addressOfMarker, markerOf, placeOf } from "./marked-place.ts";

const click: Marker = { lon: 4.36, lat: 43.83, label: "" };
const street: Marker = { ...click, label: "rue du Lin & Cie", precision: "street" };
const parcels: Marker = { ...click, parcels: ["30014000AB0012", "30014000AB0013"] };

it("keeps the place of the map in its address", () => {
  for (const marker of [click, street, parcels])
    expect(markerOf(Object.fromEntries(new URLSearchParams(addressOfMarker(marker))))).toEqual(marker);
  expect(addressOfMarker(null)).toBe("");
  for (const wrong of [{}, { lon: "x", lat: "43" }, { parcels: "30014000AB0012" }]) expect(markerOf(wrong)).toBeNull();
});

it("asks for the parcels, not for the point that marks them", () => {
  expect(placeOf(parcels)).toEqual({ kind: "parcels", ids: parcels.parcels });
  expect(placeOf(street)).toEqual({ kind: "point", lon: 4.36, lat: 43.83, precision: "street", label: "rue du Lin & Cie" });
});
