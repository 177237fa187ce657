import { FIRST_LABEL_LAYER, FIRST_WAY_LAYER } from "@archipel/map-style/basemap-style.ts";
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import { expect, it } from "vitest";
import { composeOverlay } from "./overlay.ts";

const layer = (id: string, type: "background" | "fill" | "line" | "symbol") =>
  (type === "background" ? { id, type } : { id, type, source: "s" }) as LayerSpecification;
const basemap: StyleSpecification = {
  version: 8,
  sources: {},
  layers: [layer("sea", "background"), layer(FIRST_WAY_LAYER, "line"), layer(FIRST_LABEL_LAYER, "symbol")],
};
const layers = [layer("zone", "fill"), layer("edge", "line"), layer("name", "symbol")];
const order = (hasGround: boolean) => composeOverlay(basemap, { key: "", sources: {}, layers, hasGround }).layers.map(({ id }) => id);

it("draws areas that are the ground below streets, and other overlays above them", () => {
  expect(order(true)).toEqual(["sea", "zone", FIRST_WAY_LAYER, "edge", FIRST_LABEL_LAYER, "name"]);
  expect(order(false)).toEqual(["sea", FIRST_WAY_LAYER, "zone", "edge", FIRST_LABEL_LAYER, "name"]);
});
