import type { Relief } from "@archipel/contracts/elevation.ts";
import { lonLatToMercator } from "@archipel/geo/mercator.ts";
import type { MapPicture } from "@archipel/map/layers/pictures.ts";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import type { StyleSpecification } from "maplibre-gl";
import { expect, it } from "vitest";
import { pictureStyle, terrainStyle } from "./ground-styles.ts";

const palette = { accent: "#00a884", selection: "#ff0000", label: "#000000", labelHalo: "#ffffff", ground: "#112233" };
const square = { centre: lonLatToMercator(-5.25, 46.49), half: 1500 };

function pictureAt(id: string, lon: number): MapPicture {
  const [west, east, south, north] = [lon - 0.01, lon + 0.01, 46.48, 46.5];
  return {
    id,
    url: `/${id}.png`,
    corners: [
      [west, north],
      [east, north],
      [east, south],
      [west, south],
    ],
  };
}

it("shades the terrain on plaster, the same in both modes", () => {
  const relief = { version: "a", base: 0, bbox: [-6, 46, -5, 47], maxZoom: 12, layers: [] } as Relief;
  const [light, dark] = (["light", "dark"] as const).map((mode) => terrainStyle(relief, mode));
  expect(validateStyleMin(light as never)).toEqual([]);
  expect(light?.layers.map(({ type }) => type)).toEqual(["background", "hillshade"]);
  const accent = "hillshade-accent-color";
  const paintOf = (style: StyleSpecification | undefined) => ({ ...style?.layers[1]?.paint, [accent]: null });
  expect(paintOf(light)).toEqual(paintOf(dark));
});

it("draws the pictures of a square alone, the first dataset on top, over an operator's rasters", () => {
  const rasters: StyleSpecification = {
    version: 8,
    sources: { ortho: { type: "raster", tiles: ["https://tuiles.example/{z}/{x}/{y}.jpg"], tileSize: 256 } },
    layers: [{ id: "photos", type: "raster", source: "ortho" }],
  };
  const datasets = [
    { id: "new", title: "2025", pictures: [pictureAt("here", -5.25), pictureAt("away", 3)] },
    { id: "old", title: "2019", pictures: [pictureAt("below", -5.25)] },
  ];
  const style = pictureStyle({ rasters, datasets }, palette, square);
  expect(validateStyleMin(style as never)).toEqual([]);
  expect(style.layers.map(({ id }) => id)).toEqual(["ground", "photos", "picture/below", "picture/here"]);
  expect(Object.keys(style.sources)).toEqual(["ortho", "picture-below", "picture-here"]);
  expect(pictureStyle({ rasters: null, datasets: [] }, palette, square).layers).toHaveLength(1);
});
