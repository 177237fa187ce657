import type { Relief } from "@archipel/contracts/elevation.ts";
import type { PortalPictures } from "@archipel/contracts/portals.ts";
import type { StyleSpecification } from "maplibre-gl";
import { describe, expect, it } from "vitest";
import type { OpenedCloud } from "../opened-cloud.ts";
import { groundKinds, NO_SOURCES, rastersOf, sourcesFor } from "./ground-sources.ts";

const box = (west: number): [number, number, number, number] => [west, 48, west + 0.1, 48.1];
const tileAt = (west: number) =>
  ({
    footprint: [
      [west, 48.1],
      [west, 48],
      [west + 0.01, 48],
      [west + 0.01, 48.1],
    ],
  }) as unknown as OpenedCloud["tiles"][number];
const relief = (west: number) => ({ layers: [{ datasetId: "heights", bbox: box(west) }] }) as unknown as Relief;
const pictures = (datasetId: string, west: number) => ({ datasetId, bbox: box(west) }) as unknown as PortalPictures;
const vector: StyleSpecification = { version: 8, sources: {}, layers: [{ id: "land", type: "background" }] };
const photos: StyleSpecification = {
  version: 8,
  sources: {
    ortho: { type: "raster", tiles: ["https://tuiles.example/{z}/{x}/{y}.jpg"], attribution: "IGN" },
    plan: { type: "vector", url: "https://tuiles.example/plan.json" },
  },
  layers: [
    { id: "roads", type: "line", source: "plan", "source-layer": "roads" },
    { id: "photos", type: "raster", source: "ortho", layout: { visibility: "none" } },
  ],
};

describe("what can lie below points", () => {
  it("is the map alone where a portal has nothing else, or has it elsewhere", () => {
    expect(groundKinds(NO_SOURCES)).toEqual(["map"]);
    const elsewhere = { relief: relief(2), pictures: [pictures("photos", 2)], style: vector };
    expect(groundKinds(sourcesFor([tileAt(-4)], elsewhere))).toEqual(["map"]);
    expect(sourcesFor([], { relief: relief(-4), pictures: [], style: photos })).toBe(NO_SOURCES);
  });

  it("is the terrain where the heights are, and not their preview as a picture", () => {
    const found = sourcesFor([tileAt(-4)], { relief: relief(-4), pictures: [pictures("heights", -4)], style: null });
    expect(groundKinds(found)).toEqual(["map", "terrain"]);
  });

  it("is a picture of a community or of an operator", () => {
    const own = sourcesFor([tileAt(2), tileAt(-4)], { relief: null, pictures: [pictures("photos", -4)], style: null });
    expect(groundKinds(own)).toEqual(["map", "picture"]);
    const operators = sourcesFor([tileAt(-4)], { relief: null, pictures: [], style: photos });
    expect(groundKinds(operators)).toEqual(["map", "picture"]);
    expect(Object.keys(operators.basemap?.sources ?? {})).toEqual(["ortho"]);
    expect(operators.basemap?.layers).toEqual([{ id: "photos", type: "raster", source: "ortho", layout: { visibility: "visible" } }]);
    expect(rastersOf(vector)).toBeNull();
  });
});
